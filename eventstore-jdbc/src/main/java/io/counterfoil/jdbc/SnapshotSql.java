package io.counterfoil.jdbc;

/** Holds the statements of a table of snapshots; all of them are plain SQL. */
record SnapshotSql(
    String newestBelow,
    String sequences,
    String insert,
    String replace,
    String deleteBelow,
    String discard,
    String delete,
    String deleteAll,
    String streams) {

  static SnapshotSql of(String table) {
    String ofStream = " WHERE \"aggregate_type\" = ? AND \"aggregate_id\" = ?";
    String ofVersion = ofStream + " AND \"state_version\" = ?";
    return new SnapshotSql(
        "SELECT \"sequence\", \"last_event_id\", \"state\" FROM "
            + table
            + ofVersion
            + " AND \"sequence\" <= ? ORDER BY \"sequence\" DESC LIMIT 1",
        "SELECT \"sequence\" FROM " + table + ofVersion + " ORDER BY \"sequence\" DESC",
        "INSERT INTO "
            + table
            + " (\"aggregate_type\", \"aggregate_id\", \"state_version\", \"sequence\","
            + " \"last_event_id\", \"state\") VALUES (?, ?, ?, ?, ?, ?)",
        "UPDATE "
            + table
            + " SET \"sequence\" = ?, \"last_event_id\" = ?, \"state\" = ?"
            + ofVersion
            + " AND \"sequence\" = ?",
        "DELETE FROM " + table + ofVersion + " AND \"sequence\" < ?",
        "DELETE FROM " + table + ofVersion + " AND \"sequence\" = ?",
        "DELETE FROM " + table + ofStream,
        "DELETE FROM " + table,
        "SELECT DISTINCT \"aggregate_type\", \"aggregate_id\" FROM "
            + table
            + " WHERE (\"aggregate_type\", \"aggregate_id\") > (?, ?)"
            + " ORDER BY \"aggregate_type\", \"aggregate_id\" LIMIT ?");
  }
}
