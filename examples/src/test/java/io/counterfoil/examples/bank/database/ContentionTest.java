package io.counterfoil.examples.bank.database;

import static io.counterfoil.examples.bank.account.Account.ACCOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.counterfoil.CommandRejected;
import io.counterfoil.command.CommandBus;
import io.counterfoil.examples.bank.account.Account;
import io.counterfoil.examples.bank.account.AccountCommand.Deposit;
import io.counterfoil.examples.bank.account.AccountCommand.OpenAccount;
import io.counterfoil.examples.bank.account.AccountCommand.Withdraw;
import io.counterfoil.examples.bank.account.AccountEvent;
import io.counterfoil.examples.bank.account.AccountEvent.MoneyMoved;
import io.counterfoil.examples.bank.account.InsufficientFunds;
import io.counterfoil.jdbc.JdbcEventStore;
import io.counterfoil.jdbc.JdbcSchema;
import io.counterfoil.jdbc.TestDatabase;
import io.counterfoil.jdbc.TestDatabases;
import io.counterfoil.memory.InMemoryEventStore;
import io.counterfoil.serialization.EventTypes;
import io.counterfoil.store.EventStore;
import io.counterfoil.store.RecordedEvent;
import io.counterfoil.store.StreamId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Money is conserved, whoever moves it at once. */
class ContentionTest {
  private static final int THREADS = 32;
  private static final int COMMANDS = Boolean.getBoolean("counterfoil.long") ? 200 : 20;
  private static final List<String> ACCOUNTS = List.of("a", "b", "c");
  private static final EventTypes TYPES = EventTypes.of(AccountEvent.class);

  @Test
  void conservesMoneyInMemory() throws Exception {
    conservesMoney(InMemoryEventStore.of(TYPES));
  }

  @Test
  void conservesMoneyOnH2() throws Exception {
    conservesMoneyOn(TestDatabases.h2Memory());
  }

  @Test
  void conservesMoneyOnPostgres() throws Exception {
    conservesMoneyOn(TestDatabases.postgres());
  }

  private static void conservesMoneyOn(TestDatabase database) throws Exception {
    try (HikariDataSource pool = database.pool(THREADS)) {
      JdbcSchema.of(pool).create();
      conservesMoney(JdbcEventStore.on(pool, TYPES));
    }
  }

  private static void conservesMoney(EventStore store) throws Exception {
    CommandBus bus = CommandBus.on(store).aggregates(ACCOUNT).attempts(100_000).build();
    ACCOUNTS.forEach(account -> bus.dispatch(new OpenAccount(account, Optional.empty())));
    Map<String, Long> accepted = new ConcurrentHashMap<>();
    AtomicInteger moved = new AtomicInteger();
    AtomicInteger refused = new AtomicInteger();

    inParallel(
        thread -> {
          Random random = new Random(thread);
          for (int i = 0; i < COMMANDS; i++) {
            String account = ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
            long amount = 1L + random.nextInt(1_000);
            boolean in = random.nextBoolean();
            try {
              bus.dispatch(in ? new Deposit(account, amount) : new Withdraw(account, amount));
              accepted.merge(account, in ? amount : -amount, Long::sum);
              moved.incrementAndGet();
            } catch (CommandRejected rejected) {
              assertThat(rejected.code()).isEqualTo(InsufficientFunds.CODE);
              refused.incrementAndGet();
            }
          }
        });

    assertThat(moved.get() + refused.get()).isEqualTo(THREADS * COMMANDS);
    assertThat(store.status().events()).isEqualTo(moved.get() + ACCOUNTS.size());
    for (String account : ACCOUNTS) {
      Account state = bus.state(ACCOUNT, account);
      assertThat(state.balanceCents()).isEqualTo(accepted.getOrDefault(account, 0L));
      assertNeverNegative(store.events(new StreamId("account", account)));
    }
  }

  private static void assertNeverNegative(List<RecordedEvent> events) {
    long balance = 0;
    long sequence = 0;
    for (RecordedEvent event : events) {
      assertThat(event.sequence()).isEqualTo(++sequence);
      if (event.payload() instanceof MoneyMoved moved) {
        boolean in = event.type().equals("MoneyDeposited");
        balance += in ? moved.amountCents() : -moved.amountCents();
        assertThat(moved.balanceAfter()).isEqualTo(balance).isNotNegative();
      }
    }
  }

  private static void inParallel(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CyclicBarrier start = new CyclicBarrier(THREADS);
    try {
      List<Future<?>> done = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        done.add(
            threads.submit(
                () -> {
                  start.await();
                  work.as(thread);
                  return thread;
                }));
      }
      for (Future<?> one : done) {
        one.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private interface Work {
    void as(int thread) throws Exception;
  }
}
