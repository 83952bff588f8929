package io.counterfoil.projection.testing;

import io.counterfoil.store.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Says in which batches the events are delivered, and which of them comes twice. Immutable.
 *
 * @param title completes the sentence "the rows differ when …"
 * @param steps the deliveries, in order
 * @param readBack whether the events come as read from their JSON, not as they were given
 */
record Plan(String title, List<Delivered> steps, boolean readBack) {

  /** Every place is a cut where there are no more events than these; else so many are spread. */
  static final int CUTS = 30;

  Plan {
    steps = List.copyOf(steps);
  }

  /**
   * Delivers the events from one index to another.
   *
   * @param from the index of the first event
   * @param to the index behind the last event
   * @param applied whether its checkpoint is stored: if not, a crash came between the two
   */
  record Delivered(int from, int to, boolean applied) {}

  /** What all others are compared with. */
  static Plan atOnce(int events) {
    return new Plan("they come in one batch", List.of(new Delivered(0, events, true)), false);
  }

  static List<Plan> others(List<RecordedEvent> events) {
    int size = events.size();
    List<Plan> plans = new ArrayList<>();
    plans.add(
        new Plan("they come anew, after the read model was emptied", atOnce(size).steps(), false));
    plans.add(new Plan("they come as read back from JSON", atOnce(size).steps(), true));
    plans.add(new Plan("each event comes in a batch of its own", oneByOne(size), false));
    plans.add(
        new Plan(
            "the batch comes again, though its checkpoint is stored",
            List.of(new Delivered(0, size, true), new Delivered(0, size, true)),
            false));
    plans.add(
        new Plan(
            "the batch comes again, as its checkpoint was not stored",
            List.of(new Delivered(0, size, false), new Delivered(0, size, true)),
            false));
    for (int cut : cuts(size)) {
      String where = events.get(cut - 1).toString();
      plans.add(
          new Plan(
              "a batch ends behind " + where,
              List.of(new Delivered(0, cut, true), new Delivered(cut, size, true)),
              false));
      plans.add(
          new Plan(
              "a batch up to "
                  + where
                  + " comes again as part of a longer one, as its checkpoint was not stored",
              List.of(new Delivered(0, cut, false), new Delivered(0, size, true)),
              false));
    }
    return plans;
  }

  private static List<Delivered> oneByOne(int size) {
    List<Delivered> steps = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      steps.add(new Delivered(i, i + 1, true));
    }
    return steps;
  }

  /** The indexes between two events at which the events are cut in two. */
  static List<Integer> cuts(int size) {
    TreeSet<Integer> cuts = new TreeSet<>();
    int places = size - 1;
    int wanted = Math.min(places, CUTS);
    for (int i = 0; i < wanted; i++) {
      cuts.add(wanted == 1 ? 1 : 1 + (int) ((long) i * (places - 1) / (wanted - 1)));
    }
    return List.copyOf(cuts);
  }
}
