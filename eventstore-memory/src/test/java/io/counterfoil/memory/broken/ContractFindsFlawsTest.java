package io.counterfoil.memory.broken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.counterfoil.contract.EventStoreContract;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;

/** Runs the contract of an event store against stores with one flaw each. */
class ContractFindsFlawsTest {

  @ParameterizedTest(name = "{0}: {1}, {2}")
  @MethodSource("flaws")
  void findsTheFlaw(UnaryOperator<EventStore> flawed, String suite, String test) {
    SuiteRun run =
        run(
            flawed,
            selectNestedClass(
                List.of(Specimen.class.getName()),
                EventStoreContract.class.getName() + "$" + suite));

    assertThat(run.failedTests()).contains(test);
  }

  static Stream<Arguments> flaws() {
    return Stream.of(
            flawsOfSingleAppends(), flawsOfSeveralStreams(), flawsOfLoads(), flawsOfReads())
        .flatMap(flaws -> flaws);
  }

  private static Stream<Arguments> flawsOfSeveralStreams() {
    return Stream.of(
        flaw(
            FlawedAppendAlls.StoresTheFirstHalf::new,
            "SeveralStreamsRefused",
            "refusesAConflictOnAStreamThatItWrites"),
        flaw(
            FlawedAppendAlls.StoresTheFirstHalf::new,
            "SeveralStreamsKeys",
            "leavesAKeyUndecidedWhenAnotherAppendOfTheListFails"),
        flaw(
            FlawedAppendAlls.ShowsHalf::new, "SeveralStreamsReaders", "showsAReaderOfTheLogNoHalf"),
        flaw(
            FlawedAppendAlls.ChecksWrittenStreamsOnly::new,
            "SeveralStreamsRefused",
            "refusesAConflictOnAStreamThatItOnlyChecks"),
        flaw(
            FlawedAppendAlls.ChecksNoEmptyStreams::new,
            "SeveralStreamsRefused",
            "refusesAConflictOnAStreamWithoutEventsThatItOnlyChecks"),
        flaw(
            FlawedAppendAlls.LetsWritesSkew::new,
            "SeveralStreamsRaces",
            "storesOneOfTwoThatForbidEachOther"),
        flaw(
            FlawedAppendAlls.LetsWritesSkew::new,
            "SeveralStreamsRaces",
            "storesOneOfTwoThatForbidEachOtherOnStreamsWithEvents"),
        flaw(
            FlawedAppendAlls.LetsWritesSkew::new,
            "SeveralStreamsRaces",
            "spendsNoMoreThanTwoStreamsHaveTogether"),
        flaw(
            FlawedAppendAlls.LocksInTheOrderOfTheList::new,
            "SeveralStreamsRaces",
            "neverHangsWhenListsOverlapInDifferentOrders"),
        flaw(
            FlawedAppendAlls.AnswersInItsOwnOrder::new,
            "SeveralStreams",
            "answersInTheOrderOfTheAppends"),
        flaw(
            FlawedAppendAlls.LooksAtOneAfterTheOther::new,
            "SeveralStreamsRefused",
            "looksAtAllKeysThenAllIdsThenAllVersions"),
        flaw(
            FlawedAppendAlls.RemembersTheFirstKeyOnly::new,
            "SeveralStreamsKeys",
            "remembersAnOutcomeForEachKey"),
        flaw(
            FlawedAppendAlls.RunsTasksForEachStream::new,
            "SeveralStreams",
            "runsATaskOnceForAllStreams"));
  }

  private static Stream<Arguments> flawsOfLoads() {
    return Stream.of(
        flaw(FlawedLoads.ForgetsTheOutcome::new, "Loading", "findsTheOutcomeOfTheKey"),
        flaw(
            FlawedLoads.ReadsTheOutcomeFirst::new,
            "Loading",
            "findsTheOutcomeOfEveryEventThatItHandsOn"),
        flaw(
            FlawedLoads.HandsTheSnapshotOnLast::new,
            "Loading",
            "handsOnTheSnapshotAndThenTheEventsFromItsLastOneOn"),
        flaw(
            FlawedLoads.BeginsBehindTheSnapshot::new,
            "Loading",
            "handsOnTheLastEventOnlyWhereTheSnapshotIsTheNewest"),
        flaw(
            FlawedLoads.TakesAnyStateVersion::new,
            "Loading",
            "ignoresASnapshotOfAnotherStateVersionOrStream"),
        flaw(
            FlawedLoads.FailsWithItsSnapshots::new,
            "Loading",
            "handsOnAllEventsAndTheOutcomeWhenTheSnapshotStoreFails"),
        flaw(
            FlawedForgetting.ForgetsNewerOnes::new,
            "Forgetting",
            "forgetsWhatWasStoredBeforeAMomentAndKeepsTheRest"),
        flaw(FlawedForgetting.ForgetsNothing::new, "Forgetting", "letsAForgottenKeyBeDecidedAnew"),
        flaw(FlawedForgetting.ForgetsWithoutCounting::new, "Forgetting", "countsWhatItForgets"));
  }

  private static Stream<Arguments> flawsOfReads() {
    return Stream.of(
        flaw(
            FlawedRanges.IgnoresTime::new,
            "LogFilters",
            "filtersByTimeWithTheFirstMomentAndWithoutTheLast"),
        flaw(FlawedRanges.IgnoresTheStream::new, "LogFilters", "filtersByStream"),
        flaw(
            FlawedRanges.TakesUntilForInclusive::new,
            "LogFilters",
            "filtersByTimeWithTheFirstMomentAndWithoutTheLast"),
        flaw(
            FlawedRanges.CutsTheBoundsToMilliseconds::new,
            "LogFilters",
            "takesBoundsBetweenTwoMilliseconds"),
        flaw(FlawedRanges.CombinesWithOr::new, "LogFilters", "wantsAllThatIsAsked"),
        flaw(FlawedRanges.TakesToForExclusive::new, "LogRanges", "endsWithTheLastPositionWanted"),
        flaw(
            FlawedRanges.SkipsAtTheBordersOfPages::new,
            "LogRanges",
            "visitsEachEventOnceInPagesForwardsAndBackwards"),
        flaw(
            FlawedRanges.AnswersBeyondTheEndWanted::new,
            "LogRanges",
            "knowsTheLogNoFurtherThanItWasAsked"),
        flaw(
            FlawedRanges.LimitsBeforeItFilters::new,
            "RandomQueries",
            "answersAnyQuestionAsTheFilterSays"));
  }

  private static Stream<Arguments> flawsOfSingleAppends() {
    return Stream.of(
        flaw(FlawedAppends.LosesAnUpdate::new, "Concurrency", "letsOneOfManyThreadsWinEachVersion"),
        flaw(
            FlawedAppends.LosesAnAppend::new,
            "Concurrency",
            "losesNothingWhenManyThreadsAppendToOneStream"),
        flaw(
            FlawedAppends.LosesAnAppend::new,
            "Tailing",
            "showsATailingReaderEachEventOnceWhileManyThreadsWriteToManyStreams"),
        flaw(
            FlawedAppends.LeavesAHole::new,
            "Appending",
            "refusesAnEventIdThatIsTakenInTheSameStream"),
        flaw(
            FlawedAppends.StoresHalfAnAppend::new,
            "Appending",
            "refusesTwoEqualEventIdsInOneAppend"),
        flaw(
            FlawedAppends.StoresHalfAnAppend::new,
            "Appending",
            "refusesAnUnknownEventTypeInTheMiddleOfABatch"),
        flaw(
            FlawedAppends.ChecksIdsInOneStreamOnly::new,
            "Appending",
            "refusesAnEventIdThatIsTakenInAnotherStream"),
        flaw(
            FlawedAppends.AcceptsAppendsAhead::new,
            "ExpectedVersions",
            "refusesAStreamThatIsNotAsExpected"),
        flaw(FlawedKeys.ForgetsRejections::new, "Keys", "remembersARejectionWithItsData"),
        flaw(
            FlawedKeys.LooksAtTheVersionFirst::new,
            "Keys",
            "refusesTheSameKeyAgainWhateverTheVersion"),
        flaw(
            FlawedKeys.DecidesAKeyTwice::new,
            "Concurrency",
            "storesOneOutcomeWhenManyThreadsUseTheSameKey"),
        flaw(
            FlawedKeys.StoresOutcomesOfFailedAppends::new,
            "Keys",
            "storesNoOutcomeWhenTheAppendFails"),
        flaw(FlawedKeys.FoldsTheCaseOfKeys::new, "StreamIdentity", "keepsKeysApart"),
        flaw(FlawedAppends.LetsTasksThrow::new, "Listeners", "dropsWhatATaskThrows"),
        flaw(
            FlawedReads.ShowsTheLastAppendLate::new,
            "ReadingTheLog",
            "readsAllStreamsInTheOrderOfTheirPositions"),
        flaw(
            FlawedReads.SkipsAnEvent::new,
            "Tailing",
            "showsATailingReaderEachEventOnceWhileManyThreadsWriteToManyStreams"),
        flaw(
            FlawedReads.RepeatsAnEvent::new, "ReadingTheLog", "findsEachEventOnceInPagesOfAnySize"),
        flaw(FlawedReads.FiltersByTheFirstSetOnly::new, "ReadingTheLog", "filtersByBoth"),
        flaw(
            FlawedReads.FiltersWithoutCase::new,
            "StreamIdentity",
            "filtersByExactlyTheNamedAggregateType"),
        flaw(
            FlawedReads.StandsStillWithoutMatches::new,
            "ReadingTheLog",
            "movesOnWhenNothingMatches"),
        flaw(
            FlawedReads.ForgetsOldNames::new,
            "OldNames",
            "handsOnWhatIsStoredUnderEveryNameThatBecameTheOneAskedFor"),
        flaw(
            FlawedReads.ReadersHoldWritersUp::new,
            "Tailing",
            "letsOthersAppendWhileAConsumerOfTheLogTakesItsTime"),
        flaw(
            FlawedReads.ReadsAllAtOnce::new,
            "BoundedMemory",
            "readsAStreamOf100000EventsInBoundedMemory"),
        flaw(
            FlawedReads.WrapsWhatConsumersThrow::new,
            "ReadingStreams",
            "handsTheConsumersExceptionToTheCallerAndStaysUsable"),
        flaw(
            FlawedReads.ForgetsFromWhenReadingBackwards::new,
            "ReadingStreams",
            "readsAnyRangeInAnyDirection"));
  }

  private static Arguments flaw(UnaryOperator<EventStore> flawed, String suite, String test) {
    Class<?> kind = flawed.apply(InMemoryEventStore.of(EventTypes.of())).getClass();
    return arguments(named(kind.getSimpleName(), flawed), suite, test);
  }

  @Test
  void findsNothingInASoundStore() {
    SuiteRun run = run(store -> store, selectClass(Specimen.class));

    assertThat(run.failedTests()).isEmpty();
    assertThat(run.succeeded()).isGreaterThan(190);
    assertThat(run.skipped()).isZero();
  }

  private static SuiteRun run(UnaryOperator<EventStore> flawed, DiscoverySelector selector) {
    Specimen.flawed = flawed;
    try {
      return SuiteRun.of(selector);
    } finally {
      Specimen.flawed = UnaryOperator.identity();
    }
  }

  /** Is sound, except while a test of this class runs it. */
  static class Specimen extends EventStoreContract {
    private static UnaryOperator<EventStore> flawed = UnaryOperator.identity();

    @Override
    protected EventStore emptyStore(EventTypes types) {
      return flawed.apply(InMemoryEventStore.of(types));
    }
  }
}
