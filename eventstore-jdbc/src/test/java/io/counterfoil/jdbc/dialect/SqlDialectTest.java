package io.counterfoil.jdbc.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.store.EventStoreException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlDialectTest {

  @Test
  void findsTheDialectByAskingTheDatabase(@TempDir Path folder) {
    assertThat(SqlDialect.of(TestDatabases.postgres().dataSource()).name()).isEqualTo("postgresql");
    assertThat(SqlDialect.of(TestDatabases.h2Memory().dataSource()).name()).isEqualTo("h2");
    assertThat(SqlDialect.of(TestDatabases.h2Memory().dataSource()).suffersFromInterrupts())
        .isFalse();
    assertThat(SqlDialect.of(TestDatabases.h2File(folder).dataSource()).suffersFromInterrupts())
        .isTrue();
  }

  @Test
  void refusesAnUnknownDatabaseByItsName() {
    assertThatThrownBy(() -> SqlDialect.of(databaseNamed("Oracle")))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining("'Oracle'")
        .hasMessageContaining("PostgreSQL")
        .hasMessageContaining("H2");
  }

  private static DataSource databaseNamed(String product) {
    DatabaseMetaData about =
        proxy(DatabaseMetaData.class, (method) -> method.equals("getURL") ? "jdbc:x" : product);
    Connection connection = proxy(Connection.class, method -> about);
    return proxy(DataSource.class, method -> connection);
  }

  private static <T> T proxy(Class<T> type, java.util.function.Function<String, Object> answer) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) ->
                method.getReturnType() == void.class ? null : answer.apply(method.getName())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CockroachDB CCL v25.1.2 (x86_64-pc-linux-gnu, built 2025/03/01)",
        "PostgreSQL 15.2-YB-2025.1.0.0-b0 on x86_64-pc-linux-gnu, compiled by clang"
      })
  void refusesDatabasesThatOnlySpeakTheProtocol(String version) {
    assertThatThrownBy(() -> PostgreSqlDialect.requireGenuine(version))
        .isInstanceOf(EventStoreException.class)
        .hasMessageContaining(version);
  }

  @Test
  void refusesTheNameOfADialectThatDoesNotExist() {
    assertThatThrownBy(() -> SqlDialect.named("sqlite"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sqlite")
        .hasMessageContaining("h2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a-b", "a\"b", "1a", "a.b.c", "a b", ".a", "a.", "ä", "x;--"})
  void refusesTableNamesThatAreNotPlain(String name) {
    assertThatThrownBy(() -> TableName.of(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void takesNamesOf51CharactersAndNoMore() {
    assertThat(TableName.of("_" + "9".repeat(50)).quoted()).hasSize(53);
    assertThatThrownBy(() -> TableName.of("_" + "9".repeat(51)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at most 50");
  }

  @Test
  void quotesBothPartsOfAName() {
    assertThat(TableName.of("bank.Select").quoted()).isEqualTo("\"bank\".\"Select\"");
  }

  @Test
  void putsNamesIntoATemplateAndSplitsItsStatements() {
    Map<String, TableName> names = Map.of("t", TableName.of("s.tab"));
    String template = "CREATE TABLE {t} (a INT);\n-- why; and how\nCREATE INDEX {t:_x} ON {t} (a);";

    assertThat(SqlScript.of(SqlDialect.named("h2"), template, names).statements())
        .containsExactly(
            "CREATE TABLE \"s\".\"tab\" (a INT)",
            "-- why; and how\nCREATE INDEX \"s\".\"tab_x\" ON \"s\".\"tab\" (a)");
    assertThat(SqlScript.of(SqlDialect.named("postgresql"), template, names).text())
        .contains("CREATE INDEX \"tab_x\" ON");
    assertThatThrownBy(() -> SqlScript.of(SqlDialect.named("h2"), "DROP TABLE {u}", names))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{u}");
  }
}
