package io.counterfoil.jdbc;

import java.util.concurrent.locks.LockSupport;

/** Lets threads wait and wakes them. A test has another, in which nobody wakes up by himself. */
interface Parking {
  /** Waits as {@link LockSupport} does. */
  Parking USUAL =
      new Parking() {
        @Override
        public void park(Object blocker) {
          LockSupport.park(blocker);
        }

        @Override
        public void parkNanos(Object blocker, long nanos) {
          LockSupport.parkNanos(blocker, nanos);
        }

        @Override
        public void unpark(Thread thread) {
          LockSupport.unpark(thread);
        }
      };

  void park(Object blocker);

  void parkNanos(Object blocker, long nanos);

  void unpark(Thread thread);
}
