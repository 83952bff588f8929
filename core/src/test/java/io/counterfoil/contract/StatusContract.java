package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.ConcurrencyConflict;
import io.counterfoil.store.DuplicateEventId;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamQuery;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** That the log can be read to its end when nobody writes, and that the status says so. */
abstract class StatusContract extends StoreSuite {

  @Test
  void saysThatAnEmptyLogCanBeReadToItsEnd() {
    assertThat(store.status()).isEqualTo(new StoreStatus(0, 0, 0, 0, List.of()));
  }

  @Test
  void saysThatTheLogCanBeReadToItsEndWhenNobodyWrites() {
    append(STREAM, counted(1), counted(2));
    store.appendAll(
        List.of(
            appendOf(STREAM, ExpectedVersion.any(), counted(3)),
            appendOf(OTHER, ExpectedVersion.any(), counted(4))));

    assertReadable(4, 2);
  }

  /** What a failed append has drawn, such as positions, is waited for by nobody. */
  @Test
  void saysThatTheLogCanBeReadToItsEndAfterAppendsThatFailed() {
    NewEvent taken = newEvent(counted(1));
    store.append(appendOf(STREAM, ExpectedVersion.none(), List.of(taken)));

    for (int time = 0; time < 5; time++) {
      assertThatThrownBy(
              () ->
                  store.append(
                      appendOf(OTHER, ExpectedVersion.any(), List.of(newEvent(counted(2)), taken))))
          .isInstanceOf(DuplicateEventId.class);
      assertThatThrownBy(
              () ->
                  store.appendAll(
                      List.of(
                          appendOf(OTHER, ExpectedVersion.any(), counted(2)),
                          appendOf(STREAM, ExpectedVersion.none(), counted(2)))))
          .isInstanceOf(ConcurrencyConflict.class);
    }

    assertReadable(1, 1);
    append(OTHER, counted(2));
    assertReadable(2, 2);
  }

  @Test
  void takesNoReaderForAWriter() {
    append(STREAM, counted(1));
    append(OTHER, counted(2));
    List<StoreStatus> seen = new ArrayList<>();

    store.readLog(EventQuery.after(0).limit(1), event -> seen.add(store.status()));
    store.readStream(StreamQuery.of(STREAM), event -> seen.add(store.status()));

    long head = store.head();
    assertThat(seen).hasSize(2).containsOnly(new StoreStatus(2, 2, head, head, List.of()));
  }

  @Test
  void saysThatTheLogCanBeReadToItsEndOnceManyThreadsHaveWritten() throws Exception {
    Race.of(
        8,
        thread -> {
          for (int i = 0; i < 10; i++) {
            append(thread % 2 == 0 ? STREAM : OTHER, counted(i));
          }
          return true;
        });

    assertReadable(80, 2);
  }

  private void assertReadable(long events, long streams) {
    long head = log().get((int) events - 1).position();
    assertThat(store.status()).isEqualTo(new StoreStatus(events, streams, head, head, List.of()));
    assertThat(store.head()).isEqualTo(head);
    assertThat(store.readLog(EventQuery.after(0), event -> {})).isEqualTo(head);
  }
}
