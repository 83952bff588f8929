package io.counterfoil.examples.bench.floor;

import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.AccountClosed;
import io.counterfoil.examples.bank.account.AccountEvent.AccountOpened;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyDeposited;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyWithdrawn;
import java.util.Map;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/** Writes and reads events with Jackson as it comes. Thread-safe. */
final class Payloads {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final ObjectWriter WRITER = MAPPER.writerFor(MoneyDeposited.class);
  private static final Map<String, ObjectReader> READERS =
      Map.of(
          "AccountOpened", MAPPER.readerFor(AccountOpened.class),
          "MoneyDeposited", MAPPER.readerFor(MoneyDeposited.class),
          "MoneyWithdrawn", MAPPER.readerFor(MoneyWithdrawn.class),
          "AccountClosed", MAPPER.readerFor(AccountClosed.class));
  private static final ObjectReader STATES = MAPPER.readerFor(Balance.class);

  private Payloads() {}

  static String write(MoneyDeposited event) {
    return WRITER.writeValueAsString(event);
  }

  static AccountEvent read(String type, String data) {
    ObjectReader reader = READERS.get(type);
    if (reader == null) {
      throw new IllegalArgumentException("an event of the unknown type " + type);
    }
    return reader.readValue(data);
  }

  static Balance readState(String state) {
    return STATES.readValue(state);
  }
}
