package io.counterfoil.projection;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutageTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"08006", "08001", "40001", "40P01", "53300", "57P01", "57P03", "HYT00", "55P03"})
  void isToldByTheState(String state) {
    assertThat(Outage.isBehind(new RuntimeException(new SQLException("?", state)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"23505", "42P01", "22001", "57014", "0A000", "08"})
  void isNotBehindOtherStates(String state) {
    assertThat(Outage.isBehind(new SQLException("?", state))).isFalse();
  }

  @Test
  void isToldByTheTypeWhereThereIsNoState() {
    assertThat(Outage.isBehind(new SQLTransientConnectionException("pool exhausted"))).isTrue();
    assertThat(Outage.isBehind(new SQLNonTransientConnectionException("closed"))).isTrue();
    assertThat(Outage.isBehind(new SQLTimeoutException("too slow"))).isFalse();
    assertThat(Outage.isBehind(new IllegalStateException())).isFalse();
  }
}
