package io.counterfoil.examples.bench;

import io.counterfoil.examples.bench.floor.PlainImport;
import io.counterfoil.transfer.EventExport;
import io.counterfoil.transfer.EventImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Imports an export into empty tables, again and again: each round is the whole file. */
final class ImportWork implements Work.Measurement {
  private static final int EVENTS_EACH = 100;

  @Override
  public Figures in(Setting setting) throws Exception {
    int accounts = setting.pace().importedEvents() / EVENTS_EACH;
    Path file = Files.createTempFile("counterfoil-bench", ".jsonl");
    try (Tables ourTables = Tables.ofOurs(setting.server());
        Tables floorTables = Tables.ofFloor(setting.server());
        Ours ours = Ours.on(ourTables, 1);
        PlainImport floor = new PlainImport(setting.server().connect(), floorTables.events())) {
      Accounts.fill(ourTables, accounts, EVENTS_EACH);
      EventExport.of(ours.store()).to(file);
      return Duel.between(
          contender(ourTables, accounts, () -> EventImport.into(ours.store()).from(file)),
          contender(floorTables, accounts, () -> floor.insert(accounts, EVENTS_EACH)),
          setting);
    } finally {
      Files.delete(file);
    }
  }

  private interface Import {
    void run() throws IOException, SQLException;
  }

  private static Contender contender(Tables tables, int accounts, Import work) {
    return duration -> {
      tables.empty();
      long begun = System.nanoTime();
      work.run();
      return accounts * EVENTS_EACH * 1e9 / (System.nanoTime() - begun);
    };
  }
}
