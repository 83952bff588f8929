package io.counterfoil.examples.order;

import io.counterfoil.serialization.EventTypes;
import io.counterfoil.serialization.Upcaster;

/** Knows the events of orders, and how the older ones become those of today. */
public final class OldOrders {
  private OldOrders() {}

  // tag::types[]
  /** Reads all events of orders that were ever stored. */
  public static final EventTypes TYPES =
      EventTypes.with(OrderEvent.class)
          // it was {"item":"tea","quantity":2,"price":3.50}
          .upcast(
              Upcaster.from("LineAdded", 1)
                  .toNextVersion(
                      (json, event) ->
                          json.put(
                              "unitCents",
                              json.remove("price")
                                  .decimalValue()
                                  .movePointRight(2)
                                  .longValueExact())))
          .build();
  // end::types[]
}
