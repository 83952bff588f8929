package io.counterfoil.jdbc.dialect;

import io.counterfoil.store.EventStoreException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** PostgreSQL. */
final class PostgreSqlDialect extends SqlDialect {
  static final String NAME = "postgresql";
  static final String PRODUCT = "PostgreSQL";

  /** They speak its protocol, but neither its locks nor its sequences are the same. */
  private static final List<String> LOOKALIKES =
      List.of("cockroach", "yugabyte", "-yb-", "redshift");

  private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "55P03");

  PostgreSqlDialect() {
    super(NAME);
  }

  static void requireGenuine(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT version()")) {
      row.next();
      requireGenuine(row.getString(1));
    }
  }

  static void requireGenuine(String version) {
    String lower = version.toLowerCase(Locale.ROOT);
    if (LOOKALIKES.stream().anyMatch(lower::contains)) {
      throw new EventStoreException(
          "the database '"
              + version
              + "' speaks PostgreSQL's protocol, but the order of its log cannot be proved the same"
              + " way; supported is PostgreSQL itself",
          null);
    }
  }

  @Override
  public boolean drawsPositionsFromSequence() {
    return true;
  }

  @Override
  public int longestTextInRow() {
    return Integer.MAX_VALUE; // the database moves long texts out of the row by itself
  }

  @Override
  public boolean namesRowsByBlock() {
    return true;
  }

  @Override
  public boolean comparesByCodePoint() {
    return true; // by the collation C
  }

  @Override
  public boolean suffersFromInterrupts() {
    return false;
  }

  @Override
  Optional<String> fileOfOneWriter() {
    return Optional.empty();
  }

  @Override
  public boolean isUniqueViolation(SQLException e) {
    return stateOf(e).equals("23505");
  }

  @Override
  public boolean isTransient(SQLException e) {
    return TRANSIENT.contains(stateOf(e));
  }

  /**
   * A server that dies may say why, with any state: that it could not flush its log, say, when the
   * commit may be in it. Then the driver notes the loss behind what the server said.
   */
  @Override
  public boolean isConnectionLost(SQLException e) {
    @Nullable SQLException said = e;
    while (said != null) {
      String state = stateOf(said);
      if (state.startsWith("08") || state.startsWith("57P0") || state.equals("40003")) {
        return true;
      }
      said = said.getNextException();
    }
    return false;
  }

  @Override
  public boolean isMissingTable(SQLException e) {
    return stateOf(e).equals("42P01") || stateOf(e).equals("3F000");
  }

  @Override
  public boolean isAlreadyThere(SQLException e) {
    return stateOf(e).equals("42P07") || stateOf(e).equals("42710") || isUniqueViolation(e);
  }

  @Override
  public boolean hasTransactionalDdl() {
    return true;
  }

  @Override
  public Optional<String> endsWhenIdle(Duration longest) {
    return Optional.of("SET LOCAL idle_in_transaction_session_timeout = " + longest.toMillis());
  }

  @Override
  public Optional<String> waitsForLocks(Duration longest) {
    return Optional.of("SET LOCAL lock_timeout = " + longest.toMillis());
  }

  @Override
  public boolean isOtherColumns(SQLException e) {
    return stateOf(e).equals("42P16");
  }

  @Override
  public Optional<String> selectViewProperties() {
    return Optional.of(
        """
        WITH named AS (SELECT to_regclass(?)::oid AS oid)
        SELECT 'GRANT ' || a.privilege_type || ' ON ' || c.oid::regclass || ' TO '
          || CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
          || CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
        FROM pg_class c, named, aclexplode(c.relacl) a
        WHERE c.oid = named.oid AND a.grantee <> c.relowner
        UNION ALL
        SELECT 'ALTER VIEW ' || c.oid::regclass || ' SET (' || array_to_string(c.reloptions, ', ')
          || ')'
        FROM pg_class c, named WHERE c.oid = named.oid AND c.reloptions IS NOT NULL
        UNION ALL
        SELECT 'COMMENT ON VIEW ' || c.oid::regclass || ' IS '
          || quote_literal(obj_description(c.oid, 'pg_class'))
        FROM pg_class c, named
        WHERE c.oid = named.oid AND obj_description(c.oid, 'pg_class') IS NOT NULL""");
  }

  @Override
  String selectOwnTransaction() {
    return "SELECT txid_current_if_assigned()";
  }

  @Override
  String waitForOtherCreators() {
    return "SELECT pg_advisory_xact_lock(hashtext('counterfoil'), hashtext('schema'))";
  }

  @Override
  String indexName(TableName table, String suffix) {
    return TableName.quoted(table.name() + suffix); // an index lies in the schema of its table
  }
}
