package dev.cairn.internal.vectors;

/**
 * Computes the dot products of one vector with the signs of others, each sign being 1 or -1. They
 * tell more of the angle than a comparison of signs does, since great components count for more.
 *
 * <p>A table has the sum of each eight components for each combination of their signs, so a product
 * is one look for eight components.
 */
final class SignProducts {
  private static final int COMBINATIONS = 1 << Byte.SIZE;
  private static final int EIGHTS = Long.BYTES;

  private final int words;
  private final float[] sums;

  SignProducts(UnitVector vector) {
    this.words = Signs.words(vector.dimension());
    this.sums = new float[words * EIGHTS * COMBINATIONS];
    for (int eight = 0; eight < words * EIGHTS; eight++) {
      fill(vector, eight);
    }
  }

  private void fill(UnitVector vector, int eight) {
    int first = eight * Byte.SIZE;
    int table = eight * COMBINATIONS;
    for (int i = first; i < Math.min(vector.dimension(), first + Byte.SIZE); i++) {
      sums[table] -= vector.get(i);
    }
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      int component = first + bit;
      float turned = component < vector.dimension() ? 2 * vector.get(component) : 0;
      int known = 1 << bit;
      for (int signs = 0; signs < known; signs++) {
        sums[table + known + signs] = sums[table + signs] + turned;
      }
    }
  }

  /**
   * Returns the product with the signs that begin at a place: in four sums, which the processor
   * adds up side by side.
   */
  float of(long[] signs, int at) {
    float a = 0;
    float b = 0;
    float c = 0;
    float d = 0;
    int table = 0;
    for (int word = 0; word < words; word++) {
      long bits = signs[at + word];
      a += sum(table, bits) + sum(table + COMBINATIONS, bits >>> 8);
      b += sum(table + 2 * COMBINATIONS, bits >>> 16) + sum(table + 3 * COMBINATIONS, bits >>> 24);
      c += sum(table + 4 * COMBINATIONS, bits >>> 32) + sum(table + 5 * COMBINATIONS, bits >>> 40);
      d += sum(table + 6 * COMBINATIONS, bits >>> 48) + sum(table + 7 * COMBINATIONS, bits >>> 56);
      table += EIGHTS * COMBINATIONS;
    }
    return a + b + c + d;
  }

  private float sum(int table, long bits) {
    return sums[table + (int) (bits & (COMBINATIONS - 1))];
  }
}
