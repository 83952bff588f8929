package io.counterfoil.jdbc.faults;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads what a client sends, request by request: all messages that the server answers at once. */
final class Requests {
  private static final char PARSE = 'P';
  private static final char BIND = 'B';
  private static final char QUERY = 'Q';

  /** These wait at the server for the one that ends the request. */
  private static final String PARTS = "PBDEC";

  private final DataInputStream in;
  private final Map<String, String> prepared = new HashMap<>();

  Requests(DataInputStream in) {
    this.in = in;
  }

  /**
   * What is sent together.
   *
   * @param messages the messages
   * @param sql the statements that they run
   */
  record Request(List<Message> messages, String sql) {}

  Request next() throws IOException {
    List<Message> messages = new ArrayList<>();
    StringBuilder sql = new StringBuilder();
    Message message;
    do {
      message = Message.read(in);
      messages.add(message);
      switch (message.type()) {
        case PARSE -> prepared.put(message.text(0), message.text(1));
        case BIND -> sql.append(prepared.get(message.text(1))).append(';');
        case QUERY -> sql.append(message.text(0)).append(';');
        default -> {
          // runs no statement of its own
        }
      }
    } while (PARTS.indexOf(message.type()) >= 0);
    return new Request(messages, sql.toString());
  }
}
