package io.counterfoil.contract.torture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Remembers who did what, in order, to print the part around an event. Thread-safe. */
public final class History {
  private static final int KEPT = 300_000;
  private static final int NEIGHBOURS = 3;
  private static final int LINES = 80;
  private static final int LATEST = 40;

  private final long start = System.nanoTime();
  private final Deque<Entry> entries = new ArrayDeque<>();

  /** Begins an empty history. */
  public History() {}

  private record Entry(long micros, String who, long first, long last, String how, String what) {
    /** A neighbouring position counts too: a gap shows by what stands on both sides of it. */
    boolean touches(long position) {
      return first - 1 <= position && position <= last + 1;
    }

    String line() {
      String positions = last == 0 ? "" : first == last ? " @" + last : " @" + first + "-" + last;
      return String.format("%,12d µs  %-10s %s: %s%s", micros, who, how, what, positions);
    }
  }

  /**
   * Adds what happened.
   *
   * @param who did it
   * @param first the first position concerned, or 0
   * @param last the last position concerned, or 0
   * @param how in which way it is done
   * @param what was done
   */
  public synchronized void note(String who, long first, long last, String how, String what) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
    entries.add(new Entry(micros, who, first, last, how, what));
    if (entries.size() > KEPT) {
      entries.remove();
    }
  }

  /**
   * Prints what was done last.
   *
   * @return lines
   */
  public synchronized String latest() {
    return entries.stream()
        .skip(Math.max(0, entries.size() - LATEST))
        .map(entry -> "  " + entry.line() + "\n")
        .collect(Collectors.joining());
  }

  /**
   * Prints what touches a position, and what was done shortly before and after.
   *
   * @param position a position
   * @return lines
   */
  public synchronized String around(long position) {
    List<Entry> all = new ArrayList<>(entries);
    TreeSet<Integer> shown = new TreeSet<>();
    for (int i = 0; i < all.size() && shown.size() < LINES; i++) {
      if (all.get(i).touches(position)) {
        for (int near = i - NEIGHBOURS; near <= i + NEIGHBOURS; near++) {
          shown.add(Math.max(0, Math.min(near, all.size() - 1)));
        }
      }
    }
    StringBuilder text = new StringBuilder();
    int before = -1;
    for (int i : shown) {
      text.append(i > before + 1 ? "  …\n" : "").append(all.get(i).touches(position) ? "> " : "  ");
      text.append(all.get(i).line()).append('\n');
      before = i;
    }
    return text.toString();
  }
}
