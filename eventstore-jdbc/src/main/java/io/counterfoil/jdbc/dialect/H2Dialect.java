package io.counterfoil.jdbc.dialect;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** H2, in memory, in a file or behind its server. */
final class H2Dialect extends SqlDialect {
  static final String NAME = "h2";
  static final String PRODUCT = "H2";

  private static final int LOCK_TIMEOUT = 50200;
  private static final int CONCURRENT_UPDATE = 90131;
  private static final Set<Integer> MISSING = Set.of(42102, 42103, 42104, 90079);
  private static final int GENERAL_ERROR = 50000;
  private static final Set<Integer> PRESENT = Set.of(42101, 42111, 90045);
  private static final Set<Integer> LOST = Set.of(90067, 90098, 90121, 90028, 90031);

  /** An interrupt closes the file that a thread is working on, and so the database of everyone. */
  private final boolean inFile;

  /**
   * H2 saves its tables one after the other while others write to them. Only a transaction that was
   * alone when it was saved is whole in the file.
   */
  private final Optional<String> file;

  private H2Dialect(boolean inFile, Optional<String> file) {
    super(NAME);
    this.inFile = inFile;
    this.file = file;
  }

  /** Knows nothing of a file, other than whether there is one. */
  static H2Dialect at(String url) {
    return new H2Dialect(isInFile(url), Optional.empty());
  }

  static H2Dialect of(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT DATABASE_PATH()")) {
      row.next();
      return new H2Dialect(
          isInFile(connection.getMetaData().getURL()), Optional.ofNullable(row.getString(1)));
    }
  }

  private static boolean isInFile(String url) {
    String place = url.toLowerCase(Locale.ROOT);
    return !place.startsWith("jdbc:h2:mem:")
        && !place.startsWith("jdbc:h2:tcp:")
        && !place.startsWith("jdbc:h2:ssl:");
  }

  @Override
  public boolean drawsPositionsFromSequence() {
    return false;
  }

  @Override
  public int longestTextInRow() {
    return 65_536; // large objects are many times slower
  }

  @Override
  public boolean namesRowsByBlock() {
    return false;
  }

  @Override
  public boolean comparesByCodePoint() {
    return false; // by UTF-16 units, or by a collation
  }

  @Override
  public boolean suffersFromInterrupts() {
    return inFile;
  }

  @Override
  Optional<String> fileOfOneWriter() {
    return file;
  }

  @Override
  public boolean isUniqueViolation(SQLException e) {
    return stateOf(e).equals("23505");
  }

  @Override
  public boolean isTransient(SQLException e) {
    return stateOf(e).equals("40001")
        || e.getErrorCode() == LOCK_TIMEOUT
        || e.getErrorCode() == CONCURRENT_UPDATE;
  }

  @Override
  public boolean isConnectionLost(SQLException e) {
    return stateOf(e).startsWith("08") || LOST.contains(e.getErrorCode());
  }

  @Override
  public boolean isMissingTable(SQLException e) {
    return MISSING.contains(e.getErrorCode());
  }

  @Override
  public boolean isAlreadyThere(SQLException e) {
    return PRESENT.contains(e.getErrorCode())
        || e.getErrorCode() == GENERAL_ERROR // two created the same index at once
        || isUniqueViolation(e);
  }

  @Override
  public boolean hasTransactionalDdl() {
    return false;
  }

  @Override
  public Optional<String> endsWhenIdle(Duration longest) {
    return Optional.empty();
  }

  @Override
  public Optional<String> waitsForLocks(Duration longest) {
    return Optional.empty();
  }

  @Override
  public boolean isOtherColumns(SQLException e) {
    return false;
  }

  @Override
  public Optional<String> selectViewProperties() {
    return Optional.empty();
  }

  @Override
  String selectOwnTransaction() {
    return "SELECT TRANSACTION_ID()";
  }

  @Override
  @Nullable String waitForOtherCreators() {
    return null;
  }

  @Override
  String indexName(TableName table, String suffix) {
    String name = TableName.quoted(table.name() + suffix);
    return table.schema().map(schema -> TableName.quoted(schema) + "." + name).orElse(name);
  }
}
