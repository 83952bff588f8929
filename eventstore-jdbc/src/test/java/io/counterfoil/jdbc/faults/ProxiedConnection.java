package io.counterfoil.jdbc.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/** Carries one connection through the proxy: a thread for each direction. */
final class ProxiedConnection {
  private static final char READY = 'Z';

  private final Socket client;
  private final Socket server;
  private final Function<String, Optional<Moment>> faults;
  private volatile Optional<Moment> fault = Optional.empty();

  ProxiedConnection(Socket client, Socket server, Function<String, Optional<Moment>> faults) {
    this.client = client;
    this.server = server;
    this.faults = faults;
  }

  void carryOn(Executor threads) {
    threads.execute(() -> untilCut(this::up));
    threads.execute(() -> untilCut(this::down));
  }

  /** Cuts both sides. What the server is at work on, it goes on with. */
  void cut() {
    close(client);
    close(server);
  }

  private void up() throws IOException {
    DataInputStream in = in(client);
    DataOutputStream out = out(server);
    Message.writeBody(out, Message.readBody(in));
    out.flush();
    Requests requests = new Requests(in);
    while (true) {
      Requests.Request request = requests.next();
      fault = faults.apply(request.sql()); // before it is sent: the answer must meet it
      if (fault.isPresent() && fault.get() == Moment.BEFORE_IT_IS_SENT) {
        return;
      }
      for (Message message : request.messages()) {
        message.write(out);
      }
      out.flush();
    }
  }

  private void down() throws IOException {
    DataInputStream in = in(server);
    DataOutputStream out = out(client);
    while (true) {
      Message message = Message.read(in);
      Optional<Moment> now = fault;
      if (now.isPresent() && message.type() == READY) {
        if (now.get() == Moment.IN_A_PANIC) {
          Message.panic().write(out);
        }
        out.flush();
        return;
      }
      if (now.isEmpty() || now.get() == Moment.BEFORE_THE_END_OF_THE_ANSWER) {
        message.write(out);
      }
      if (in.available() == 0) {
        out.flush();
      }
    }
  }

  private interface Pump {
    void run() throws IOException;
  }

  private void untilCut(Pump pump) {
    try {
      pump.run();
    } catch (IOException e) {
      // one side has gone; so does the other
    } finally {
      cut();
    }
  }

  private static DataInputStream in(Socket socket) throws IOException {
    return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  private static DataOutputStream out(Socket socket) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // it is as good as closed
    }
  }
}
