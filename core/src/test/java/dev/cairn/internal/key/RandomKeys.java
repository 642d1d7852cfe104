package dev.cairn.internal.key;

import dev.cairn.table.Key;
import dev.cairn.table.Keys;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;

/** Generates random key components of every type, often with values near a type's limits. */
public final class RandomKeys {
  private static final int[] CODE_POINTS = {
    0, 1, 'a', 'b', 0x7F, 0x80, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x10000, 0x1F600,
    0x10FFFF
  };
  private static final double[] DOUBLES = {
    0.0,
    -0.0,
    Double.NaN,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Double.MAX_VALUE,
    Double.NEGATIVE_INFINITY,
    Double.POSITIVE_INFINITY,
    1.5,
    -1.5
  };

  /** A type of component: its key, how to draw one, and the order that its bytes must have. */
  record Kind<T>(Key<T> key, Function<Random, T> draw, Comparator<T> order) {
    @SuppressWarnings("unchecked") // both were drawn from this kind
    int compare(Object a, Object b) {
      return order.compare((T) a, (T) b);
    }
  }

  enum Colour {
    RED,
    GREEN,
    BLUE
  }

  static final List<Kind<?>> KINDS =
      List.of(
          new Kind<>(Keys.string(), RandomKeys::text, RandomKeys::compareCodePoints),
          new Kind<>(Keys.integer(), r -> (int) number(r), Comparator.naturalOrder()),
          new Kind<>(Keys.longs(), RandomKeys::number, Comparator.naturalOrder()),
          new Kind<>(Keys.bool(), Random::nextBoolean, Comparator.naturalOrder()),
          new Kind<>(Keys.doubles(), RandomKeys::real, Double::compare),
          new Kind<>(Keys.instant(), RandomKeys::instant, Comparator.naturalOrder()),
          new Kind<>(Keys.uuid(), RandomKeys::uuid, Comparator.comparing(UUID::toString)),
          new Kind<>(Keys.bytes(), RandomKeys::bytes, Arrays::compareUnsigned),
          new Kind<>(
              Keys.enumeration(Colour.class),
              r -> Colour.values()[r.nextInt(3)],
              Comparator.comparing(Colour::name)));

  private RandomKeys() {}

  public static String text(Random random) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      text.appendCodePoint(CODE_POINTS[random.nextInt(CODE_POINTS.length)]);
    }
    return text.toString();
  }

  /** A number of any magnitude, or next to a power of two. */
  public static long number(Random random) {
    return random.nextBoolean()
        ? random.nextLong() >> random.nextInt(64)
        : (1L << random.nextInt(64)) * (random.nextBoolean() ? 1 : -1) + random.nextInt(3) - 1;
  }

  private static double real(Random random) {
    return random.nextBoolean()
        ? DOUBLES[random.nextInt(DOUBLES.length)]
        : Double.longBitsToDouble(random.nextLong());
  }

  private static Instant instant(Random random) {
    long second = random.nextInt(7) - 3L;
    if (random.nextInt(4) == 0) {
      second = random.nextBoolean() ? Instant.MIN.getEpochSecond() : Instant.MAX.getEpochSecond();
    }
    return Instant.ofEpochSecond(second, random.nextInt(3) * 499_999_999L);
  }

  private static UUID uuid(Random random) {
    return new UUID(number(random), number(random));
  }

  private static byte[] bytes(Random random) {
    byte[] bytes = new byte[random.nextInt(4)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) List.of(0, 1, 127, 128, 255).get(random.nextInt(5)).intValue();
    }
    return bytes;
  }

  private static int compareCodePoints(String a, String b) {
    return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
  }
}
