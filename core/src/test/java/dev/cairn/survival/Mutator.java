package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Derives new fuzzing inputs from others at random: it flips bits, cuts, repeats and mixes pieces,
 * and inserts extreme numbers. The list that it draws from may grow meanwhile.
 */
final class Mutator {
  private static final int MOST_BYTES = 1 << 17;
  private static final int MOST_CHANGES = 4;
  private static final byte[] NOTHING = {};

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    256,
    4095,
    4096,
    65_535,
    Short.MIN_VALUE,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xFFFF_FFFFL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  /** Numbers of variable length, as Kryo writes them: -1, the extremes, and one that has no end. */
  private static final List<byte[]> VARIABLE =
      Stream.of("ffffffff0f", "ffffffff07", "feffffff0f", "8080808008", "ffffff7f", "ffffffffffff")
          .map(HexFormat.of()::parseHex)
          .toList();

  private static final List<byte[]> WORDS =
      Stream.of(
              "-1",
              "0",
              "2147483648",
              "9223372036854775807",
              "9223372036854775808",
              "1e400",
              "-1e-400",
              "9".repeat(2000),
              "NaN",
              "null",
              "true",
              "\"\"",
              "[]",
              "{}",
              "[",
              "{",
              "\\ud800",
              "\\u0000",
              "\"",
              ",",
              ":",
              "\n",
              "\n\n",
              "=",
              " ",
              "list<",
              "map<",
              "{}>")
          .map(word -> word.getBytes(UTF_8))
          .toList();

  private final Random random;
  private final List<byte[]> inputs;

  Mutator(Random random, List<byte[]> inputs) {
    this.random = random;
    this.inputs = inputs;
  }

  /** Returns another input. */
  byte[] next() {
    byte[] input = any(inputs);
    for (int changes = 1 + random.nextInt(MOST_CHANGES); changes > 0; changes--) {
      input = changed(input);
    }
    return input.length <= MOST_BYTES ? input : Arrays.copyOf(input, MOST_BYTES);
  }

  private byte[] changed(byte[] input) {
    int at = random.nextInt(input.length + 1);
    int end = at + length(input.length - at);
    return switch (random.nextInt(12)) {
      case 0, 1 -> flipped(input);
      case 2 -> replaced(input, at, end, NOTHING);
      case 3 -> Arrays.copyOf(input, at);
      case 4 -> replaced(input, at, at, piece(input));
      case 5 -> replaced(input, at, end, piece(any(inputs)));
      case 6 -> overwritten(input, at, number());
      case 7 -> overwritten(input, at, any(VARIABLE));
      case 8 -> replaced(input, at, at + digits(input, at), any(WORDS));
      case 9 -> overwritten(input, at, noise(1 + random.nextInt(8)));
      case 10 -> replaced(input, at, at, repeated(piece(input)));
      default -> block(input);
    };
  }

  private <T> T any(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  /** Short pieces are as frequent as long ones. */
  private int length(int most) {
    return Math.min(most, random.nextInt(1 << (1 + random.nextInt(13))));
  }

  private byte[] piece(byte[] input) {
    int at = random.nextInt(input.length + 1);
    return Arrays.copyOfRange(input, at, at + length(input.length - at));
  }

  private byte[] flipped(byte[] input) {
    byte[] flipped = input.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] number() {
    boolean little = random.nextBoolean();
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES);
    bytes.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    bytes.putLong(0, NUMBERS[random.nextInt(NUMBERS.length)]);
    int width = 1 << random.nextInt(4);
    int from = little ? 0 : Long.BYTES - width;
    return Arrays.copyOfRange(bytes.array(), from, from + width);
  }

  private byte[] repeated(byte[] piece) {
    int times = 1 << random.nextInt(12);
    int most = piece.length == 0 ? 0 : Math.min(times, MOST_BYTES / piece.length);
    byte[] repeated = new byte[most * piece.length];
    for (int i = 0; i < most; i++) {
      System.arraycopy(piece, 0, repeated, i * piece.length, piece.length);
    }
    return repeated;
  }

  /** Puts what lies at a multiple of a power of two, a page say, over what lies at another. */
  private byte[] block(byte[] input) {
    int size = 1 << random.nextInt(13);
    int from = random.nextInt(input.length / size + 1) * size;
    int to = random.nextInt(input.length / size + 1) * size;
    return overwritten(
        input, to, Arrays.copyOfRange(input, from, Math.min(input.length, from + size)));
  }

  private static int digits(byte[] input, int at) {
    int end = at;
    while (end < input.length && input[end] >= '0' && input[end] <= '9') {
      end++;
    }
    return end - at;
  }

  private static byte[] overwritten(byte[] input, int at, byte[] by) {
    return replaced(input, at, Math.min(input.length, at + by.length), by);
  }

  private static byte[] replaced(byte[] input, int from, int to, byte[] by) {
    byte[] changed = new byte[input.length - (to - from) + by.length];
    System.arraycopy(input, 0, changed, 0, from);
    System.arraycopy(by, 0, changed, from, by.length);
    System.arraycopy(input, to, changed, from + by.length, input.length - to);
    return changed;
  }
}
