package io.counterfoil.examples.bench;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;

import io.counterfoil.CommandContext;
import io.counterfoil.Metadata;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.Append;
import io.counterfoil.store.AppendResult;
import io.counterfoil.store.EventQuery;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.ExpectedVersion;
import io.counterfoil.store.LoadQuery;
import io.counterfoil.store.NewEvent;
import io.counterfoil.store.Outcome;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.Snapshot;
import io.counterfoil.store.StoreStatus;
import io.counterfoil.store.StreamId;
import io.counterfoil.store.StreamQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** A store in which every account has just been opened; what is appended is not kept. */
final class UnkeptStore implements EventStore {
  private static final EventTypes TYPES = EventTypes.of(AccountEvent.class);

  private final RecordedEvent opened =
      recorded(
          new StreamId(ACCOUNT.type(), "acc-1"),
          1,
          new NewEvent(
              new UUID(0, 1), new AccountOpened(Optional.empty()), Metadata.at(Instant.EPOCH)));

  private static RecordedEvent recorded(StreamId stream, long sequence, NewEvent event) {
    return RecordedEvent.held(stream, sequence, sequence, event, TYPES);
  }

  /** The floor: what a command does at least. */
  AppendResult dispatchByHand(Deposit command) {
    Account account = ACCOUNT.apply(Account.NONE, (AccountEvent) opened.payload());
    CommandContext context =
        new CommandContext(command.accountId(), 1, Metadata.at(Instant.now()), Optional.empty());
    List<? extends AccountEvent> events = ACCOUNT.decide(command, account, context);
    return append(
        Append.of(
            new StreamId(ACCOUNT.type(), command.accountId()),
            ExpectedVersion.exactly(1),
            events,
            context.metadata()));
  }

  @Override
  public EventTypes eventTypes() {
    return TYPES;
  }

  @Override
  public AppendResult append(Append append) {
    List<RecordedEvent> events = new ArrayList<>(append.events().size());
    long sequence = 1;
    for (NewEvent event : append.events()) {
      events.add(recorded(append.stream(), ++sequence, event));
    }
    return new AppendResult(append.stream(), sequence, events);
  }

  @Override
  public List<AppendResult> appendAll(List<Append> appends) {
    return appends.stream().map(this::append).toList();
  }

  @Override
  public Optional<Outcome> load(
      LoadQuery query,
      Consumer<? super Snapshot> snapshot,
      Consumer<? super RecordedEvent> events) {
    events.accept(opened);
    return Optional.empty();
  }

  @Override
  public void readStream(StreamQuery query, Consumer<? super RecordedEvent> consumer) {
    consumer.accept(opened);
  }

  @Override
  public long readLog(EventQuery query, Consumer<? super RecordedEvent> consumer) {
    return query.after();
  }

  @Override
  public Optional<Outcome> outcome(StreamId stream, String key) {
    return Optional.empty();
  }

  @Override
  public StoreStatus status() {
    return new StoreStatus(0, 0, 0);
  }

  @Override
  public long forgetOutcomes(Instant before) {
    return 0;
  }

  @Override
  public Subscription onAppend(Runnable task) {
    return () -> {};
  }
}
