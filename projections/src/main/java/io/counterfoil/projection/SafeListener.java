package io.counterfoil.projection;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners; what they throw is logged, once for each kind, and harms nothing. */
final class SafeListener {
  private static final Logger log = LoggerFactory.getLogger(SafeListener.class);

  private final ProjectionListener listener;
  private volatile boolean complained;

  SafeListener(ProjectionListener listener) {
    this.listener = listener;
  }

  @SuppressWarnings("TooBroadCatch") // whatever a listener throws
  void tell(Consumer<ProjectionListener> what) {
    try {
      what.accept(listener);
    } catch (Throwable e) { // an Error, too: what it is told has happened already
      if (!complained) {
        complained = true;
        log.warn(
            "the listener {} threw {}; it is told all the same, and further complaints are dropped",
            listener.getClass().getName(),
            e.getClass().getName(),
            e);
      }
    }
  }
}
