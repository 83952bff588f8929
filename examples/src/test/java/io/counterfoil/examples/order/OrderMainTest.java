package io.counterfoil.examples.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class OrderMainTest {

  @Test
  void bringsEachOrderToItsEnd() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    OrderMain.run(new PrintStream(out, true, UTF_8));

    assertThat(out.toString(UTF_8).lines())
        .startsWith("Cancel[orderId=o-1]: aggregate-closed")
        .contains("o-1 #6 OrderConfirmed[]", "o-1 #7 OrderShipped[]")
        .endsWith(
            "o-2 #4 StockReserved[item=cup, quantity=1]",
            "o-2 #5 StockReleased[item=cup, quantity=1]",
            "o-2 #6 OrderCancelled[reason=BY_CUSTOMER]");
  }
}
