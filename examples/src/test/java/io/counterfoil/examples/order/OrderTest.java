package io.counterfoil.examples.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.AggregateClosed;
import io.counterfoil.AlreadyExists;
import io.counterfoil.examples.order.Order.Line;
import io.counterfoil.examples.order.Order.Status;
import io.counterfoil.examples.order.OrderCommand.AddLine;
import io.counterfoil.examples.order.OrderCommand.Cancel;
import io.counterfoil.examples.order.OrderCommand.Expire;
import io.counterfoil.examples.order.OrderCommand.Pay;
import io.counterfoil.examples.order.OrderCommand.PlaceOrder;
import io.counterfoil.examples.order.OrderCommand.RemoveLine;
import io.counterfoil.examples.order.OrderCommand.ReserveStock;
import io.counterfoil.examples.order.OrderCommand.Ship;
import io.counterfoil.examples.order.OrderCommand.StartOrder;
import io.counterfoil.examples.order.OrderEvent.LineAdded;
import io.counterfoil.examples.order.OrderEvent.LineRemoved;
import io.counterfoil.examples.order.OrderEvent.OrderCancelled;
import io.counterfoil.examples.order.OrderEvent.OrderConfirmed;
import io.counterfoil.examples.order.OrderEvent.OrderPlaced;
import io.counterfoil.examples.order.OrderEvent.OrderShipped;
import io.counterfoil.examples.order.OrderEvent.OrderStarted;
import io.counterfoil.examples.order.OrderEvent.PaymentReceived;
import io.counterfoil.examples.order.OrderEvent.PaymentRefunded;
import io.counterfoil.examples.order.OrderEvent.Reason;
import io.counterfoil.examples.order.OrderEvent.StockReleased;
import io.counterfoil.examples.order.OrderEvent.StockReserved;
import io.counterfoil.testing.AggregateFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OrderTest {
  private static final Instant NOON = Instant.parse("2024-06-01T12:00:00Z");

  // tag::fixture[]
  private final AggregateFixture<OrderCommand, Order, OrderEvent> order =
      AggregateFixture.of(Order.ORDER, OldOrders.TYPES).withSnapshots().at(NOON);

  private final AggregateFixture<OrderCommand, Order, OrderEvent> filled =
      order.given(
          new OrderStarted("ada"), new LineAdded("tea", 2, 350), new LineAdded("cup", 1, 900));

  private final AggregateFixture<OrderCommand, Order, OrderEvent> placed =
      filled.givenCommand(new PlaceOrder("o-1"));

  // end::fixture[]

  // tag::events[]
  @Test
  void placesWhatIsInTheOrder() {
    filled
        .when(new PlaceOrder("o-1"))
        .then(new OrderPlaced(1_600, NOON.plus(Duration.ofMinutes(30))))
        .thenStateMatches(state -> state.status() == Status.PLACED);
  }

  // end::events[]

  @Test
  void startsAnOrderOnce() {
    order
        .when(new StartOrder("o-1", "ada"))
        .then(new OrderStarted("ada"))
        .when(new StartOrder("o-1", "bob"))
        .thenRejected(AlreadyExists.class);
  }

  @Test
  void addsToALineButNotAtAnotherPrice() {
    filled
        .when(new AddLine("o-1", "tea", 3, 350))
        .then(new LineAdded("tea", 3, 350))
        .thenStateSatisfies(state -> assertThat(state.line("tea")).contains(new Line(5, 350, 0)))
        .when(new AddLine("o-1", "tea", 1, 300))
        .thenRejected("price-differs", Map.of("item", "tea", "unitCents", 350));
  }

  // tag::rejections[]
  @Test
  void refusesToReserveMoreThanIsWanted() {
    placed
        .given(new StockReserved("tea", 1))
        .when(new ReserveStock("o-1", "tea", 2))
        .thenRejected("not-wanted", Map.of("item", "tea", "quantity", 2, "open", 1));
  }

  @Test
  void saysAllThatIsWrongWithALine() {
    order.when(new AddLine("o-1", " ", 0, 5)).thenInvalid("item", "quantity");
  }

  @Test
  void takesAPaymentThatIsToldTwiceForOne() {
    placed.given(new PaymentReceived("p-1", 500)).when(new Pay("o-1", "p-1", 500)).thenNothing();
  }

  // end::rejections[]

  @Test
  void holdsAtMostTwentyLines() {
    AggregateFixture<OrderCommand, Order, OrderEvent> full = order.given(new OrderStarted("ada"));
    for (int i = 1; i <= 20; i++) {
      full = full.given(new LineAdded("item " + i, 1, i));
    }

    full.when(new AddLine("o-1", "item 21", 1, 1))
        .thenRejected("too-many-lines", Map.of("lines", 20))
        .when(new AddLine("o-1", "item 20", 1, 20))
        .then(new LineAdded("item 20", 1, 20));
  }

  @Test
  void takesALineOutOnce() {
    filled
        .when(new RemoveLine("o-1", "tea"))
        .then(new LineRemoved("tea"))
        .when(new RemoveLine("o-1", "tea"))
        .thenNothing()
        .when(new RemoveLine("o-1", "cup"))
        .when(new PlaceOrder("o-1"))
        .thenRejected("order-empty");
  }

  @Test
  void takesNoLinesOnceItIsPlaced() {
    placed
        .when(new AddLine("o-1", "tea", 1, 350))
        .thenRejected("wrong-status", Map.of("status", Status.PLACED, "required", Status.OPEN));
  }

  // tag::story[]
  @Test
  void isConfirmedByWhateverComesLast() {
    placed
        .when(new ReserveStock("o-1", "tea", 2))
        .then(new StockReserved("tea", 2))
        .when(new Pay("o-1", "p-1", 1_600))
        .then(new PaymentReceived("p-1", 1_600))
        .when(new Ship("o-1"))
        .thenRejected("wrong-status")
        .when(new ReserveStock("o-1", "cup", 1))
        .then(new StockReserved("cup", 1), new OrderConfirmed())
        .when(new Ship("o-1"))
        .then(new OrderShipped())
        .when(new Cancel("o-1"))
        .thenRejected(AggregateClosed.class);
  }

  // end::story[]

  @Test
  void isConfirmedByTheMoneyIfTheStockWasThereFirst() {
    placed
        .givenCommand(new ReserveStock("o-1", "tea", 2))
        .givenCommand(new ReserveStock("o-1", "cup", 1))
        .when(new Pay("o-1", "p-1", 1_600))
        .thenInstancesOf(PaymentReceived.class, OrderConfirmed.class);
  }

  @Test
  void takesNoMoreMoneyThanIsDue() {
    placed
        .given(new PaymentReceived("p-1", 1_000))
        .when(new Pay("o-1", "p-2", 601))
        .thenRejected("paid-too-much", Map.of("cents", 601, "dueCents", 600));
  }

  // tag::clock[]
  @Test
  void isCancelledWhenItIsNotPaidInTime() {
    placed
        .givenCommand(new ReserveStock("o-1", "tea", 1))
        .givenCommand(new Pay("o-1", "p-1", 100))
        .after(Duration.ofMinutes(30))
        .when(new Expire("o-1"))
        .thenNothing()
        .andThen()
        .after(Duration.ofMillis(1))
        .when(new Expire("o-1"))
        .then(
            new StockReleased("tea", 1),
            new PaymentRefunded(100),
            new OrderCancelled(Reason.NOT_PAID));
  }

  // end::clock[]

  @Test
  void takesNoMoneyAfterTheTimeForIt() {
    placed
        .after(Duration.ofMinutes(31))
        .when(new Pay("o-1", "p-1", 1))
        .thenRejected("paid-too-late");
  }

  @Test
  void doesNotExpireOnceItIsPaid() {
    placed
        .given(new PaymentReceived("p-1", 1_600))
        .after(Duration.ofDays(1))
        .when(new Expire("o-1"))
        .thenNothing();
  }

  @Test
  void givesBackAllThatWasTakenWhenItIsCancelled() {
    placed
        .given(
            new StockReserved("tea", 1),
            new StockReserved("cup", 1),
            new PaymentReceived("p-1", 100),
            new PaymentReceived("p-2", 200))
        .when(new Cancel("o-1"))
        .then(
            new StockReleased("cup", 1),
            new StockReleased("tea", 1),
            new PaymentRefunded(300),
            new OrderCancelled(Reason.BY_CUSTOMER));
  }

  // tag::tolerance[]
  @Test
  void letsThePlaceOfAnOrderBeTheSameWheneverItComes() {
    filled
        .after(Duration.ofDays(7))
        .header("shop", "berlin")
        .when(new PlaceOrder("o-1"))
        .ignoring("payUntil")
        .then(new OrderPlaced(1_600, NOON))
        .thenHeader("shop", "berlin");
  }

  // end::tolerance[]

  // tag::keys[]
  @Test
  void placesAnOrderOnceUnderAKey() {
    filled
        .key("click-1")
        .when(new PlaceOrder("o-1"))
        .andThen()
        .after(Duration.ofSeconds(3))
        .key("click-1")
        .when(new PlaceOrder("o-1"))
        .thenRepeated()
        .then(new OrderPlaced(1_600, NOON.plus(Duration.ofMinutes(30))));
  }
  // end::keys[]
}
