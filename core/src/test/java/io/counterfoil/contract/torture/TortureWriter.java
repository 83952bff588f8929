package io.counterfoil.contract.torture;

import io.counterfoil.Metadata;
import io.counterfoil.contract.Sample;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StreamId;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Gives the writing styles what they need: chance, streams, events, and a ledger to write into. */
public final class TortureWriter {
  private static final List<String> AGGREGATE_TYPES = List.of("order", "parcel", "note");
  private static final int STREAMS = 12;
  private static final int WRITES_PER_STREAM = 100;
  private static final Metadata META = Metadata.at(Instant.ofEpochMilli(1_717_250_000_000L));

  private final String name;
  private final String round;
  private final Random random;
  private final Ledger ledger;
  private int begun;

  TortureWriter(String name, String round, Random random, Ledger ledger) {
    this.name = name;
    this.round = round;
    this.random = random;
    this.ledger = ledger;
  }

  /**
   * Returns this writer's own source of chance.
   *
   * @return follows from the seed
   */
  public Random random() {
    return random;
  }

  /**
   * Begins a transaction.
   *
   * @param style how it will be written, for people
   * @return an entry to tell all to
   */
  public Ledger.Transaction begin(String style) {
    begun++;
    return ledger.begin(name, style);
  }

  /**
   * Chooses a stream. Writers meet on them, and new ones begin as time passes.
   *
   * @return one of a few
   */
  public StreamId stream() {
    int number = random.nextInt(STREAMS);
    String type = AGGREGATE_TYPES.get(number % AGGREGATE_TYPES.size());
    return new StreamId(type, round + "-" + begun / WRITES_PER_STREAM + "-" + number);
  }

  /**
   * Makes events of two types.
   *
   * @param number how many
   * @return new events
   */
  public List<NewEvent> events(int number) {
    return Stream.generate(this::event).limit(number).toList();
  }

  private NewEvent event() {
    UUID id = new UUID(random.nextLong(), random.nextLong());
    return random.nextInt(3) == 0
        ? new NewEvent(id, new Sample.Noted(name), META)
        : new NewEvent(id, new Sample.Counted(random.nextInt(1_000)), META);
  }

  /**
   * Takes a while, so that others come in between.
   *
   * @param longest how many milliseconds at most
   */
  public void dawdle(int longest) {
    LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(longest)));
  }
}
