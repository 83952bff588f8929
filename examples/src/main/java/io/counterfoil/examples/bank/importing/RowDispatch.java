package io.counterfoil.examples.bank.importing;

import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.command.CommandResult;
import io.counterfoil.command.DispatchOptions;
import io.counterfoil.command.KeyReused;
import io.counterfoil.examples.bank.progress.Progress;
import java.util.function.Consumer;

/** Dispatches a row's command and counts what became of it. Thread-safe. */
final class RowDispatch implements Consumer<BankRow> {
  private final CommandBus bus;
  private final String correlationId;
  private final Tally tally;
  private final Progress progress;

  RowDispatch(CommandBus bus, String correlationId, Tally tally, Progress progress) {
    this.bus = bus;
    this.correlationId = correlationId;
    this.tally = tally;
    this.progress = progress;
  }

  // tag::row[]
  @Override
  public void accept(BankRow row) {
    DispatchOptions options =
        DispatchOptions.key(row.transactionId())
            .commandId(row.transactionId())
            .correlationId(correlationId);
    try {
      CommandResult result = bus.dispatch(row.booking(), options);
      tally.accepted(result.repeated());
    } catch (CommandRejected rejected) {
      tally.rejected(rejected.repeated());
    } catch (KeyReused reused) {
      throw new MalformedRow(
          row.line(),
          "the transaction_id '"
              + row.transactionId()
              + "' was imported for this account before, with other content");
    }
    progress.step();
  }
  // end::row[]
}
