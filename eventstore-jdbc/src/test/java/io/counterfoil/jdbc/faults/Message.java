package io.counterfoil.jdbc.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/** A message of PostgreSQL's protocol, of either side: a letter and a body. */
final class Message {
  private static final int LENGTH = 4;

  private final char type;
  private final byte[] body;

  private Message(char type, byte[] body) {
    this.type = type;
    this.body = body;
  }

  static Message read(DataInputStream in) throws IOException {
    char type = (char) in.readUnsignedByte();
    return new Message(type, readBody(in));
  }

  /** Reads what stands behind the letter; the first message of a client has none. */
  static byte[] readBody(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt() - LENGTH);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeByte(type);
    writeBody(out, body);
  }

  static void writeBody(DataOutputStream out, byte[] body) throws IOException {
    out.writeInt(body.length + LENGTH);
    out.write(body);
  }

  char type() {
    return type;
  }

  /** Returns one of the texts, each ended by a zero, that the body begins with. */
  String text(int number) {
    return new String(body, UTF_8).split("\0", -1)[number];
  }

  /** Says what a server says that dies because it could not flush its log. */
  static Message panic() {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    for (String field : new String[] {"SPANIC", "VPANIC", "C58030", "Mcould not fsync file", ""}) {
      fields.writeBytes((field + "\0").getBytes(UTF_8));
    }
    return new Message('E', fields.toByteArray());
  }
}
