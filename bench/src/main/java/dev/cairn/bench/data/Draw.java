package dev.cairn.bench.data;

import java.util.List;
import java.util.Random;

/**
 * Supplies keys in a random order that was drawn before the measurement, so that drawing takes
 * almost no measured time.
 *
 * <p>Draw from keys that were made for it: a program that looks something up seldom holds the very
 * string that it was stored with.
 */
public final class Draw {
  private static final int DRAWN = 1 << 16;

  private final String[] keys = new String[DRAWN];
  private int next;

  /**
   * Draws keys.
   *
   * @param from the keys to draw from
   * @param seed the same seed, the same order: draws from lists of one size keep step
   */
  public Draw(List<String> from, long seed) {
    Random random = new Random(seed);
    String[] own = from.toArray(String[]::new);
    for (int i = 0; i < DRAWN; i++) {
      keys[i] = own[random.nextInt(own.length)];
    }
  }

  /** Returns the next key; begins anew behind the last. */
  public String next() {
    return keys[next++ & (DRAWN - 1)];
  }
}
