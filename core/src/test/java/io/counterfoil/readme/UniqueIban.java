package io.counterfoil.readme;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.readme.UniqueIban.ClaimCommand.ClaimIban;
import io.counterfoil.readme.UniqueIban.ClaimCommand.ReleaseIban;
import io.counterfoil.readme.UniqueIban.ClaimEvent.IbanClaimed;
import io.counterfoil.readme.UniqueIban.ClaimEvent.IbanReleased;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStreams;
import java.util.List;
import java.util.Map;

/** Holds what README.md shows of uniqueness over aggregates; the suites of the bus run it. */
public final class UniqueIban {

  /** What both aggregates store. */
  public static final EventTypes TYPES = EventTypes.of(ClaimEvent.class, AccountOpened.class);

  private UniqueIban() {}

  // tag::claim[]
  public sealed interface ClaimEvent extends Event {
    record IbanClaimed(String opening) implements ClaimEvent {}

    record IbanReleased() implements ClaimEvent {}
  }

  public sealed interface ClaimCommand {
    String iban();

    record ClaimIban(String iban, String opening) implements ClaimCommand {}

    record ReleaseIban(String iban, String opening) implements ClaimCommand {}
  }

  public static final Aggregate<ClaimCommand, String, ClaimEvent> CLAIM =
      Aggregate.named("iban", ClaimEvent.class, "")
          .on(IbanClaimed.class, (holder, event) -> event.opening())
          .on(IbanReleased.class, (holder, event) -> "")
          .identifiedBy(ClaimCommand.class, ClaimCommand::iban)
          .handle(ClaimIban.class, UniqueIban::claim)
          .handle(
              ReleaseIban.class,
              (release, holder) ->
                  holder.equals(release.opening()) ? List.of(new IbanReleased()) : List.of())
          .build();

  private static List<ClaimEvent> claim(ClaimIban claim, String holder) {
    if (!holder.isEmpty()) {
      throw new CommandRejected("iban-taken", "the IBAN has an account", Map.of());
    }
    return List.of(new IbanClaimed(claim.opening()));
  }

  // end::claim[]

  /**
   * An account was opened.
   *
   * @param iban its IBAN
   */
  public record AccountOpened(String iban) implements Event {}

  /**
   * Opens an account.
   *
   * @param accountId which
   * @param iban its IBAN
   */
  public record OpenAccount(String accountId, String iban) {}

  /** The account: its state is its IBAN. */
  public static final Aggregate<OpenAccount, String, AccountOpened> ACCOUNT =
      Aggregate.named("account", AccountOpened.class, "")
          .on(AccountOpened.class, (none, event) -> event.iban())
          .identifiedBy(OpenAccount.class, OpenAccount::accountId)
          .creates(OpenAccount.class, open -> List.of(new AccountOpened(open.iban())))
          .build();

  /**
   * Opens an account in steps, on any store.
   *
   * @param bank the bus
   * @param open the command
   * @param opening names this opening, however often it is sent
   * @return what the command did
   */
  // tag::steps[]
  public static CommandResult open(CommandBus bank, OpenAccount open, String opening) {
    DispatchOptions key = DispatchOptions.key(opening);
    bank.dispatch(new ClaimIban(open.iban(), opening), key);
    try {
      return bank.dispatch(open, key);
    } catch (CommandRejected refused) {
      bank.dispatch(
          new ReleaseIban(open.iban(), opening), DispatchOptions.key(opening + "/release"));
      throw refused;
    }
  }

  // end::steps[]

  /**
   * Opens an account in one transaction of the caller, who commits or rolls back.
   *
   * @param bank the bus
   * @param transaction the streams of a store in that transaction
   * @param open the command
   * @return what the command did
   */
  // tag::together[]
  public static CommandResult openTogether(
      CommandBus bank, EventStreams transaction, OpenAccount open) {
    CommandBus joined = bank.using(transaction); // store.using(connection)
    joined.dispatch(new ClaimIban(open.iban(), open.accountId()));
    return joined.dispatch(open); // connection.commit() follows; rollback() if one was refused
  }
  // end::together[]
}
