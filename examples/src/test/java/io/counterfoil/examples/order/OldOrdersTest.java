package io.counterfoil.examples.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.counterfoil.Event;
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
import io.counterfoil.serialization.EventVersion;
import io.counterfoil.testing.StoredForms;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock(StoredForms.PROPERTY)
class OldOrdersTest {

  @Test
  void readsAllOrdersThatWereEverStored() {
    // tag::forms[]
    Map<EventVersion, List<Event>> read =
        StoredForms.in(Path.of("src/test/resources/order"), OldOrders.TYPES)
            .sample(
                new OrderStarted("ada"),
                new LineAdded("tea", 2, 350),
                new LineRemoved("tea"),
                new OrderPlaced(700, Instant.parse("2024-06-01T12:30:00Z")),
                new StockReserved("tea", 2),
                new PaymentReceived("p-1", 700),
                new OrderConfirmed(),
                new OrderShipped(),
                new StockReleased("tea", 2),
                new PaymentRefunded(700),
                new OrderCancelled(Reason.NOT_PAID))
            .becomes("LineAdded", 1, new LineAdded("tea", 2, 350))
            .check();
    // end::forms[]
    assertThat(read).hasSize(12);
  }
}
