package io.counterfoil.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.ZipException;

/** Reads lines of UTF-8 and counts them. What is damaged is refused with the line's number. */
final class LineReader {
  private static final int BUFFER = 1 << 16;

  /** Four times what the longest payload of the JSON codec can take. */
  private static final int LONGEST = 256 << 20;

  private final InputStream in;
  private byte[] buffer = new byte[BUFFER];
  private int begin;
  private int end;
  private long number;

  LineReader(InputStream in) {
    this.in = in;
  }

  /** Answers the number of the line that was read last. */
  long number() {
    return number;
  }

  /** Answers the next line; empty at the end of the file. */
  Optional<String> next() throws IOException {
    number++;
    int searched = begin;
    while (true) {
      for (int i = searched; i < end; i++) {
        if (buffer[i] == '\n') {
          String line = decode(begin, i);
          begin = i + 1;
          return Optional.of(line);
        }
      }
      int pending = end - begin;
      if (!fill()) {
        if (pending == 0) {
          number--;
          return Optional.empty();
        }
        throw new ImportRefused(number, "it has no end: the file is cut off");
      }
      searched = begin + pending;
    }
  }

  private boolean fill() throws IOException {
    if (begin > 0) {
      System.arraycopy(buffer, begin, buffer, 0, end - begin);
      end -= begin;
      begin = 0;
    }
    if (end == buffer.length) {
      if (end >= LONGEST) {
        throw new ImportRefused(number, "it is longer than " + LONGEST + " bytes");
      }
      buffer = Arrays.copyOf(buffer, Math.min(LONGEST, 2 * end));
    }
    int read;
    try {
      read = in.read(buffer, end, buffer.length - end);
    } catch (EOFException e) {
      throw new ImportRefused(number, "the compressed file is cut off");
    } catch (ZipException e) {
      throw new ImportRefused(number, "the compressed file is damaged");
    }
    end += Math.max(0, read);
    return read > 0;
  }

  private String decode(int from, int to) {
    String line = new String(buffer, from, to - from, UTF_8);
    if (line.indexOf('\uFFFD') >= 0) { // it may stand there, or in the place of damage
      try {
        UTF_8.newDecoder().decode(ByteBuffer.wrap(buffer, from, to - from));
      } catch (CharacterCodingException e) {
        throw new ImportRefused(number, "it is not UTF-8");
      }
    }
    return line;
  }
}
