package io.counterfoil.examples.bank.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class DatabaseAddressTest {

  private static DatabaseAddress at(String url) {
    return new DatabaseAddress(url, Optional.empty(), Optional.empty());
  }

  @Test
  void letsH2WriteEachCommitBeforeItIsAcknowledged() {
    assertThat(at("jdbc:h2:./bank").urlToEnter())
        .isEqualTo("jdbc:h2:./bank;TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;WRITE_DELAY=0");
  }

  @Test
  void leavesWhatTheUrlSays() {
    assertThat(at("jdbc:h2:./bank;write_delay=100;TRACE_LEVEL_FILE=1").urlToEnter())
        .isEqualTo("jdbc:h2:./bank;write_delay=100;TRACE_LEVEL_FILE=1;TRACE_LEVEL_SYSTEM_OUT=0");
    assertThat(at("jdbc:postgresql://host/bank?ssl=true").urlToEnter())
        .isEqualTo("jdbc:postgresql://host/bank?ssl=true");
  }

  @Test
  void showsNoPassword() {
    assertThat(at("jdbc:postgresql://ada:secret@host:1/bank?password=secret").shown())
        .isEqualTo("jdbc:postgresql://host:1/bank");
    assertThat(at("jdbc:h2:./bank;PASSWORD=secret").shown()).isEqualTo("jdbc:h2:./bank");
  }
}
