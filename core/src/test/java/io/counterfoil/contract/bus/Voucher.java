package io.counterfoil.contract.bus;

import io.counterfoil.Aggregate;
import io.counterfoil.CommandRejected;
import io.counterfoil.Event;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Issue;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.MakeVoid;
import io.counterfoil.contract.bus.Voucher.VoucherCommand.Use;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherIssued;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherUsed;
import io.counterfoil.contract.bus.Voucher.VoucherEvent.VoucherVoided;
import java.util.List;
import java.util.Map;

/**
 * An aggregate with a beginning and an end: a voucher is issued once, and once void it stays so.
 */
record Voucher(long left) {
  static final Aggregate<VoucherCommand, Voucher, VoucherEvent> VOUCHER =
      Aggregate.named("voucher", VoucherEvent.class, new Voucher(0))
          .on(VoucherIssued.class, (voucher, event) -> new Voucher(event.coins()))
          .on(VoucherUsed.class, (voucher, event) -> new Voucher(voucher.left - event.coins()))
          .on(VoucherVoided.class, (voucher, event) -> new Voucher(0))
          .closedBy(VoucherVoided.class)
          .identifiedBy(VoucherCommand.class, VoucherCommand::voucherId)
          .validate(
              VoucherCommand.class,
              (command, violations) ->
                  violations.require(!command.voucherId().isEmpty(), "voucherId", "must be given"))
          .validate(
              Issue.class,
              (issue, violations) ->
                  violations.require(issue.coins() >= 0, "coins", "must not be negative"))
          .creates(Issue.class, Voucher::issue)
          .handle(Use.class, (use, voucher) -> List.of(voucher.use(use.coins())))
          .handle(MakeVoid.class, (command, voucher) -> List.of(new VoucherVoided()))
          .build();

  sealed interface VoucherEvent extends Event {
    record VoucherIssued(long coins) implements VoucherEvent {}

    record VoucherUsed(long coins) implements VoucherEvent {}

    record VoucherVoided() implements VoucherEvent {}
  }

  sealed interface VoucherCommand {
    String voucherId();

    record Issue(String voucherId, long coins) implements VoucherCommand {}

    record Use(String voucherId, long coins) implements VoucherCommand {}

    record MakeVoid(String voucherId) implements VoucherCommand {}
  }

  private static List<VoucherEvent> issue(Issue issue) {
    if (issue.coins() == 0) {
      throw new CommandRejected("worthless", "a voucher is worth a coin", Map.of());
    }
    return List.of(new VoucherIssued(issue.coins()));
  }

  private VoucherEvent use(long coins) {
    if (coins > left) {
      throw new CommandRejected("used-up", "too little is left", Map.of("left", left));
    }
    return new VoucherUsed(coins);
  }
}
