package io.counterfoil.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.store.Append;
import io.counterfoil.store.EventStoreException;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.Rejection;
import io.counterfoil.transfer.EventImport;
import io.counterfoil.transfer.ImportRefused;
import io.counterfoil.transfer.Transferred;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** That an import that was cut off goes on where it was, and only there. */
abstract class ResumedImportContract extends TransferSuite {
  private static final int EVENTS = 11_000;

  @Test
  void goesOnBehindWhatIsStored() throws IOException {
    List<String> lines = exportWithOutcomes();

    ImportRefused cutOff = refusal(store, lines.subList(0, 10_500));
    long stored = store.head();
    Transferred moved = importInto(store, text(lines));

    assertThat(cutOff.line()).isEqualTo(10_501);
    assertThat(cutOff).hasMessageContaining("cut off");
    assertThat(stored).isBetween(5_000L, 10_500L);
    assertThat(moved).isEqualTo(new Transferred(EVENTS, 3, EVENTS, stored));
    assertThat(export(store)).isEqualTo(text(lines));
  }

  @Test
  void goesOnAmidTheOutcomes() throws IOException {
    List<String> lines = exportWithOutcomes();
    List<String> shorter = new ArrayList<>(lines.subList(0, lines.size() - 2));
    shorter.add(last(EVENTS, 2, EVENTS));
    importInto(store, text(shorter));

    Transferred moved = importInto(store, text(lines));

    assertThat(moved).isEqualTo(new Transferred(EVENTS, 3, EVENTS, EVENTS));
    assertThat(export(store)).isEqualTo(text(lines));
  }

  @Test
  void storesNothingTwice() throws IOException {
    List<String> lines = exportWithOutcomes();
    importInto(store, text(lines));

    Transferred again = importInto(store, text(lines));

    assertThat(again).isEqualTo(new Transferred(EVENTS, 3, EVENTS, EVENTS));
    assertThat(export(store)).isEqualTo(text(lines));
  }

  @Test
  void refusesAStoreWithOtherEvents() {
    append(STREAM, counted(1), counted(2));

    ImportRefused refused = refusal(store, exportOf(3));

    assertThat(refused.line()).isEqualTo(2);
    assertThat(refused).hasMessageContaining("something else at position 1");
    assertThat(amounts(log())).containsExactly(1L, 2L);
  }

  @Test
  void refusesAStoreThatWasWrittenToSince() throws IOException {
    importInto(store, text(exportOf(3)));
    append(STREAM, counted(4));

    ImportRefused refused = refusal(store, exportOf(3));

    assertThat(refused.line()).isEqualTo(5);
    assertThat(refused)
        .hasMessageContaining("holds 4 events up to position 4, of which the file has 3");
    assertThat(store.head()).isEqualTo(4);
  }

  @Test
  void refusesAStoreWithMoreThanTheFileHas() throws IOException {
    importInto(store, text(exportOf(List.of(line(1, 1), line(2, 2), line(3, 5)))));

    ImportRefused refused = refusal(store, exportOf(List.of(line(1, 1), line(2, 5))));

    assertThat(refused.line()).isEqualTo(3);
  }

  @Test
  void refusesAStoreWithOutcomesOnly() {
    store.append(Append.rejected(STREAM, key("a"), new Rejection("no", "", Map.of())));

    ImportRefused refused = refusal(store, exportOf(3));

    assertThat(refused.line()).isEqualTo(2);
    assertThat(refused).hasMessageContaining("holds outcomes");
    assertThat(store.head()).isZero();
  }

  @Test
  void refusesAnotherOutcomeOfAKey() throws IOException {
    store.append(appendOf(STREAM, ExpectedVersion.any(), counted(1)).withKey(key("a")));
    List<String> lines = new ArrayList<>(export(store).lines().toList());

    ImportRefused refused = refusal(store, with(lines, 3, outcomeLine("a", 1, 1)));

    assertThat(refused.line()).isEqualTo(3);
    assertThat(refused).hasMessageContaining("another outcome of the same key");
  }

  @Test
  void noticesAnotherWriter() {
    byte[] text = text(exportOf(EVENTS)).getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                EventImport.into(store)
                    .onProgress(
                        (events, share) -> {
                          if (events == 7_000) {
                            awaitHead(5_000); // the first batch
                            append(OTHER, counted(1));
                          }
                        })
                    .from(new ByteArrayInputStream(text)))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("somebody else writes");

    assertThat(store.events(OTHER)).hasSize(1);
    assertThat(log()).hasSize(5_001);
  }

  private void awaitHead(long position) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (store.head() < position) {
      assertThat(System.nanoTime()).as("the import goes on").isLessThan(deadline);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static List<String> exportWithOutcomes() {
    return exportOf(
        IntStream.rangeClosed(1, EVENTS).mapToObj(n -> line(n, n)).toList(),
        outcomeLine("a", 1, 1),
        outcomeLine("b", 2, 11_000),
        outcomeLine("c", 0, 11_000));
  }
}
