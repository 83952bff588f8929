package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.time.YearMonth;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContainerFormTest {
  private final JsonCodec codec = JsonCodec.create();

  enum Size {
    SMALL,
    LARGE {
      @Override
      public String toString() {
        return "big";
      }
    }
  }

  record Line(String text, BigDecimal amount) {}

  record Maps(Map<String, List<Line>> named, Map<Size, Long> sized, Map<Long, Line> counted) {}

  @Test
  void readsMapsAndListsOfRecordsBack() {
    Maps maps =
        new Maps(
            Map.of("a", List.of(new Line("x", new BigDecimal("1.10"))), "", List.of()),
            new EnumMap<>(Map.of(Size.LARGE, 1L, Size.SMALL, 2L)),
            Map.of(-1L, new Line("y", BigDecimal.ZERO)));

    String json = codec.encode(maps);

    assertThat(json)
        .isEqualTo(
            "{\"named\":{\"\":[],\"a\":[{\"text\":\"x\",\"amount\":1.10}]},"
                + "\"sized\":{\"LARGE\":1,\"SMALL\":2},"
                + "\"counted\":{\"-1\":{\"text\":\"y\",\"amount\":0}}}");
    assertThat(codec.decode(json, Maps.class)).isEqualTo(maps);
  }

  record Named(Map<String, Long> values, Set<String> names) {}

  @Test
  void writesEqualMapsAndSetsAsEqualText() {
    Map<String, Long> backwards = new TreeMap<>(Comparator.reverseOrder());
    Map<String, Long> inserted = new LinkedHashMap<>();
    for (String name : List.of("b", "a", "C", "c")) {
      backwards.put(name, 1L);
      inserted.put(name, 1L);
    }
    Set<String> oneWay = new LinkedHashSet<>(List.of("x", "y"));
    Set<String> otherWay = new LinkedHashSet<>(List.of("y", "x"));

    String json = codec.encode(new Named(backwards, oneWay));

    assertThat(json)
        .isEqualTo("{\"values\":{\"C\":1,\"a\":1,\"b\":1,\"c\":1},\"names\":[\"x\",\"y\"]}")
        .isEqualTo(codec.encode(new Named(inserted, otherWay)))
        .isEqualTo(codec.encode(new Named(new HashMap<>(inserted), Set.of("x", "y"))));
  }

  record Sets(Set<Size> sizes, Set<Integer> numbers, Set<YearMonth> months) {}

  @Test
  void writesSetsInTheOrderOfTheirTexts() {
    Sets sets = new Sets(EnumSet.allOf(Size.class), Set.of(9, 10), Set.of(YearMonth.of(2024, 1)));

    String json = codec.encode(sets);

    assertThat(json)
        .isEqualTo("{\"sizes\":[\"LARGE\",\"SMALL\"],\"numbers\":[10,9],\"months\":[\"2024-01\"]}");
    assertThat(codec.decode(json, Sets.class)).isEqualTo(sets);
  }

  @Test
  void refusesANullAmongKeysAndElementsOfSets() {
    Set<String> names = new LinkedHashSet<>();
    names.add(null);
    Map<String, Long> values = new HashMap<>();
    values.put(null, 1L);

    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(new Named(Map.of(), names)))
        .withMessageContaining("is null");
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.encode(new Named(values, Set.of())))
        .withMessageContaining("is null");
  }

  @Test
  void readsContentsThatNobodyCanChange() {
    Maps maps = codec.decode("{\"named\":{\"a\":[]},\"sized\":{},\"counted\":{}}", Maps.class);
    Named named = codec.decode("{\"names\":[\"x\"]}", Named.class);

    assertThat(maps.named()).isUnmodifiable();
    assertThat(maps.named().get("a")).isUnmodifiable();
    assertThat(maps.sized()).isUnmodifiable();
    assertThat(named.names()).isUnmodifiable();
  }

  @SuppressWarnings("ArrayRecordComponent") // compared one by one
  record Arrays(
      int[] ints,
      long[] longs,
      short[] shorts,
      double[] doubles,
      float[] floats,
      boolean[] booleans,
      char[] chars,
      String[] texts,
      Line[] lines,
      int[][] nested) {}

  @Test
  void readsArraysBack() {
    Arrays arrays =
        new Arrays(
            new int[] {1, -2},
            new long[] {Long.MAX_VALUE},
            new short[] {3},
            new double[] {0.1},
            new float[] {0.1f},
            new boolean[] {true, false},
            new char[] {'a', '"'},
            new String[] {"x"},
            new Line[] {new Line("y", BigDecimal.ONE)},
            new int[][] {{1}, {}, {2, 3}});

    String json = codec.encode(arrays);
    Arrays back = codec.decode(json, Arrays.class);

    assertThat(back).usingRecursiveComparison().isEqualTo(arrays);
    assertThat(codec.encode(back)).isEqualTo(json);
    assertThat(json).contains("\"ints\":[1,-2]", "\"chars\":[\"a\",\"\\\"\"]", "[[1],[],[2,3]]");
  }

  record Pair<A, B>(A first, B second) {}

  record Generic(Pair<Long, Pair<Size, List<Line>>> pair, Pair<String, String> texts) {}

  @Test
  void readsGenericRecordsByWhatTheyAreOf() {
    Generic generic =
        new Generic(
            new Pair<>(1L, new Pair<>(Size.LARGE, List.of(new Line("x", BigDecimal.TEN)))),
            new Pair<>("1", "2"));

    assertThat(codec.decode(codec.encode(generic), Generic.class)).isEqualTo(generic);
    assertThatExceptionOfType(UnreadablePayload.class)
        .isThrownBy(() -> codec.decode("{\"texts\":{\"first\":1}}", Generic.class))
        .withMessageContaining("texts.first: expected a text");
  }

  record Tree(String name, List<Tree> children) {}

  @Test
  void readsRecursiveRecords() {
    Tree tree =
        new Tree("root", List.of(new Tree("leaf", List.of()), new Tree("other", List.of())));

    assertThat(codec.decode(codec.encode(tree), Tree.class)).isEqualTo(tree);
  }
}
