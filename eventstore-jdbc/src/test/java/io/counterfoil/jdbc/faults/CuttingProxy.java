package io.counterfoil.jdbc.faults;

import io.counterfoil.jdbc.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands between the driver and a PostgreSQL server, and cuts connections at chosen moments.
 *
 * <p>Of the protocol it understands where a message ends, which statement a request runs, and when
 * the server has done with it: the server says so after the commit.
 */
final class CuttingProxy implements AutoCloseable {
  private final TestDatabase database;
  private final ServerSocket listening;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final List<ProxiedConnection> connections = new CopyOnWriteArrayList<>();
  private Optional<Fault> armed = Optional.empty();
  private volatile boolean refusing;

  /** What waits to happen: when so many requests with such a statement have been let pass. */
  private record Fault(Moment moment, String sql, int passing) {}

  private CuttingProxy(TestDatabase database, ServerSocket listening) {
    this.database = database;
    this.listening = listening;
  }

  static CuttingProxy before(TestDatabase database) {
    try {
      CuttingProxy proxy =
          new CuttingProxy(database, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
      proxy.threads.execute(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Names the same database by the way through the proxy. */
  TestDatabase database() {
    URI real = real();
    String url =
        "jdbc:postgresql://"
            + listening.getInetAddress().getHostAddress()
            + ":"
            + listening.getLocalPort()
            + real.getPath()
            + "?sslmode=disable&gssEncMode=disable";
    return new TestDatabase(url, database.user(), database.password());
  }

  /** Cuts the connection of the next request that runs such a statement. */
  void cut(Moment moment, String sql) {
    cut(moment, sql, 0);
  }

  /** Lets some such requests pass before. */
  synchronized void cut(Moment moment, String sql, int passing) {
    armed = Optional.of(new Fault(moment, sql, passing));
  }

  /** Tells whether the fault that was asked for is still to come. */
  synchronized boolean isArmed() {
    return armed.isPresent();
  }

  /** Cuts all connections now, whatever is under way. */
  void cutAll() {
    connections.forEach(ProxiedConnection::cut);
    connections.clear();
  }

  /** Cuts all connections now, and each new one at once. */
  void refuse() {
    refusing = true;
    cutAll();
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      cutAll();
      threads.shutdownNow();
    }
  }

  private synchronized Optional<Moment> faultOf(String sql) {
    if (armed.isEmpty() || !sql.contains(armed.get().sql())) {
      return Optional.empty();
    }
    Fault fault = armed.get();
    boolean passes = fault.passing() > 0;
    armed =
        passes
            ? Optional.of(new Fault(fault.moment(), fault.sql(), fault.passing() - 1))
            : Optional.empty();
    return passes ? Optional.empty() : Optional.of(fault.moment());
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        if (refusing) {
          client.close();
        } else {
          carry(client);
        }
      } catch (IOException e) {
        // closed, or one client less
      }
    }
  }

  private void carry(Socket client) throws IOException {
    try {
      Socket server = new Socket(real().getHost(), real().getPort());
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      ProxiedConnection connection = new ProxiedConnection(client, server, this::faultOf);
      connections.add(connection);
      connection.carryOn(threads);
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private URI real() {
    return URI.create(database.url().substring("jdbc:".length()));
  }
}
