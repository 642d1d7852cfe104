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
    for (int signs = 1; signs < COMBINATIONS; signs++) {
      int component = first + Integer.numberOfTrailingZeros(signs);
      float turned = component < vector.dimension() ? 2 * vector.get(component) : 0;
      sums[table + signs] = sums[table + (signs & (signs - 1))] + turned;
    }
  }

  /** Returns the product with the signs that begin at a place. */
  float of(long[] signs, int at) {
    float product = 0;
    int table = 0;
    for (int word = 0; word < words; word++) {
      long bits = signs[at + word];
      for (int eight = 0; eight < EIGHTS; eight++) {
        product += sums[table + (int) (bits & (COMBINATIONS - 1))];
        bits >>>= Byte.SIZE;
        table += COMBINATIONS;
      }
    }
    return product;
  }
}
