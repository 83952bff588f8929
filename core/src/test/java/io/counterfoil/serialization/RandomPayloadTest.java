package io.counterfoil.serialization;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomPayloadTest {
  private static final int PAYLOADS = Boolean.getBoolean("counterfoil.long") ? 200_000 : 3_000;
  private static final List<String> ZONES = ZoneId.getAvailableZoneIds().stream().sorted().toList();

  private final JsonCodec codec = JsonCodec.create();

  sealed interface Shape {}

  record Point(long x, short y) implements Shape {}

  record Group(List<Shape> shapes, Optional<Shape> main) implements Shape {}

  record Payload(
      long whole,
      int small,
      byte tiny,
      double rough,
      float rougher,
      char letter,
      boolean truth,
      String text,
      BigDecimal exact,
      BigInteger big,
      UUID uuid,
      Instant instant,
      LocalDate date,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Duration duration,
      YearMonth month,
      DayOfWeek day,
      Optional<String> maybe,
      OptionalLong maybeLong,
      List<Shape> shapes,
      Map<String, BigDecimal> named,
      Map<Instant, DayOfWeek> dated,
      Set<Long> numbers) {}

  @Test
  void comesBackEqualAndIsWrittenTheSameAgain() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < PAYLOADS; i++) {
      Payload payload = payload(random);

      String json = codec.encode(payload);
      Payload back = codec.decode(json, Payload.class);

      assertThat(back).as("seed %d, payload %d", seed, i).isEqualTo(payload);
      assertThat(codec.encode(back)).as("seed %d, payload %d", seed, i).isEqualTo(json);
    }
  }

  private static Payload payload(Random random) {
    return new Payload(
        random.nextLong(),
        random.nextInt(),
        (byte) random.nextInt(),
        finite(() -> Double.longBitsToDouble(random.nextLong())),
        random.nextFloat() * 1e20f,
        (char) random.nextInt(0xD800),
        random.nextBoolean(),
        text(random),
        exact(random),
        new BigInteger(random.nextInt(2_000), random).negate(),
        new UUID(random.nextLong(), random.nextLong()),
        instant(random),
        LocalDate.ofEpochDay(random.nextInt()),
        OffsetDateTime.ofInstant(
            instant(random), ZoneOffset.ofTotalSeconds(random.nextInt(129_601) - 64_800)),
        ZonedDateTime.ofInstant(
            instant(random), ZoneId.of(ZONES.get(random.nextInt(ZONES.size())))),
        Duration.ofSeconds(random.nextLong(), random.nextInt(1_000_000_000)),
        YearMonth.of(random.nextInt(40_000) - 20_000, 1 + random.nextInt(12)),
        DayOfWeek.of(1 + random.nextInt(7)),
        random.nextBoolean() ? Optional.of(text(random)) : Optional.empty(),
        random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty(),
        shapes(random, 3),
        map(random, () -> text(random), () -> exact(random)),
        map(random, () -> instant(random), () -> DayOfWeek.of(1 + random.nextInt(7))),
        new HashSet<>(list(random, random::nextLong)));
  }

  private static Instant instant(Random random) {
    return Instant.ofEpochSecond(random.nextInt() * 20L, random.nextInt(1_000_000_000));
  }

  private static BigDecimal exact(Random random) {
    return new BigDecimal(new BigInteger(random.nextInt(300), random), random.nextInt(200) - 100);
  }

  private static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(12); i > 0; i--) {
      int point = random.nextInt(random.nextBoolean() ? 128 : Character.MAX_CODE_POINT + 1);
      text.appendCodePoint(point >= 0xD800 && point < 0xE000 ? ' ' : point);
    }
    return text.toString();
  }

  private static List<Shape> shapes(Random random, int depth) {
    return list(
        random,
        () ->
            depth == 0 || random.nextBoolean()
                ? new Point(random.nextLong(), (short) random.nextInt())
                : new Group(
                    shapes(random, depth - 1), shapes(random, depth - 1).stream().findFirst()));
  }

  private static <T> List<T> list(Random random, Supplier<T> element) {
    return Stream.<T>generate(element).limit(random.nextInt(4)).toList();
  }

  private static <K, V> Map<K, V> map(Random random, Supplier<K> key, Supplier<V> value) {
    Map<K, V> map = new HashMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      map.put(key.get(), value.get());
    }
    return map;
  }

  private static double finite(Supplier<Double> numbers) {
    return Stream.generate(numbers).filter(Double::isFinite).findFirst().orElseThrow();
  }
}
