package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TypeCheckTest {
  private final JsonCodec codec = JsonCodec.create();

  record AnObject(Object bad) {}

  record AWildcard(List<?> bad) {}

  @SuppressWarnings("rawtypes") // that is the point
  record ARawList(List bad) {}

  @SuppressWarnings("rawtypes") // that is the point
  record ARawRecord(Box bad) {}

  record Box<T>(T content) {}

  record AFunction(Supplier<String> bad) {}

  record AnInterface(Serializable bad) {}

  record ANumber(Number bad) {}

  record AClass(StringBuilder bad) {}

  record AnOldDate(Date bad) {}

  record AConcreteList(ArrayList<String> bad) {}

  record ACollection(Collection<String> bad) {}

  record ASortedMap(SortedMap<String, String> bad) {}

  record ASetOfRecords(Set<Box<String>> bad) {}

  record ASetOfDecimals(Set<BigDecimal> bad) {}

  record AMapByRecord(Map<Box<String>, String> bad) {}

  record AnOptionalTwice(Optional<Optional<String>> bad) {}

  record AListOfOptionals(List<Optional<String>> bad) {}

  record Deep(List<Map<String, Box<Optional<Holder[]>>>> outer) {}

  record Holder(Thread bad) {}

  record Recursive(List<Recursive> again, Thread bad) {}

  sealed interface Mixed permits Fine, NoRecord {}

  record Fine(String text) implements Mixed {}

  static final class NoRecord implements Mixed {}

  record AMixedFamily(Mixed bad) {}

  sealed interface Open permits Gap {}

  non-sealed interface Gap extends Open {}

  record AnOpenFamily(Open bad) {}

  sealed interface Twins permits Left.Same, Right.Same {}

  static final class Left {
    record Same() implements Twins {}
  }

  static final class Right {
    record Same() implements Twins {}
  }

  record Namesakes(Twins bad) {}

  sealed interface Generic permits Boxed {}

  record Boxed<T>(T content) implements Generic {}

  record AGenericMember(Generic bad) {}

  static Arguments[] refused() {
    return new Arguments[] {
      Arguments.of(AnObject.class, "component bad: Object"),
      Arguments.of(AWildcard.class, "component bad[]: Object, a wildcard"),
      Arguments.of(ARawList.class, "component bad[]: Object, a wildcard or a raw type"),
      Arguments.of(ARawRecord.class, "component bad.content: Object"),
      Arguments.of(AFunction.class, "component bad: java.util.function.Supplier is no closed"),
      Arguments.of(AnInterface.class, "component bad: java.io.Serializable is no closed family"),
      Arguments.of(ANumber.class, "component bad: java.lang.Number is no closed family"),
      Arguments.of(AClass.class, "component bad: java.lang.StringBuilder is not supported"),
      Arguments.of(AnOldDate.class, "component bad: java.util.Date is not supported"),
      Arguments.of(AConcreteList.class, "component bad: java.util.ArrayList is not supported"),
      Arguments.of(ACollection.class, "component bad: java.util.Collection"),
      Arguments.of(ASortedMap.class, "component bad: java.util.SortedMap"),
      Arguments.of(ASetOfRecords.class, "component bad: the elements of a Set must be"),
      Arguments.of(ASetOfDecimals.class, "component bad: the elements of a Set must be"),
      Arguments.of(AMapByRecord.class, "component bad: the keys of a Map must be"),
      Arguments.of(AnOptionalTwice.class, "component bad: an optional must be a component"),
      Arguments.of(AListOfOptionals.class, "component bad[]: an optional must be a component"),
      Arguments.of(Deep.class, "component outer[]{}.content[].bad: java.lang.Thread"),
      Arguments.of(Recursive.class, "component bad: java.lang.Thread"),
      Arguments.of(
          AMixedFamily.class, "component bad: a member of a family must be a plain record"),
      Arguments.of(AnOpenFamily.class, "component bad: the family"),
      Arguments.of(Namesakes.class, "component bad: two members of the family are named Same"),
      Arguments.of(AGenericMember.class, "component bad: a member of a family must be a plain"),
      Arguments.of(Box.class, "it is generic"),
      Arguments.of(Mixed.class, "a member of a family must be a plain record"),
      Arguments.of(Object.class, "Object"),
      Arguments.of(NoRecord.class, "is not supported"),
      Arguments.of(Runnable.class, "is no closed family"),
    };
  }

  @ParameterizedTest
  @MethodSource("refused")
  void namesTheComponentAndTheReason(Class<?> type, String reason) {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> codec.check(type))
        .withMessageStartingWith(type.getName() + " cannot be written as JSON and read back: ")
        .withMessageContaining(reason);
  }

  record Supported(
      List<? extends Fine> covariant,
      Map<String, Set<Thread.State>> states,
      Optional<Box<int[]>> boxed,
      List<Supported> again) {}

  @Test
  void passesWhatComesBackAsItWas() {
    assertThatCode(() -> codec.check(Supported.class)).doesNotThrowAnyException();
  }

  @Test
  void refusesAlsoWithoutACheckBefore() {
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(new AnObject("x")))
        .withMessageContaining("component bad");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("{\"bad\":\"x\"}", AnObject.class))
        .satisfies(e -> assertThat(e).hasNoCause());
  }
}
