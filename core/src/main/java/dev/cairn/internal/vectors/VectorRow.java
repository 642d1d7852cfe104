package dev.cairn.internal.vectors;

import dev.cairn.IncompatibleRecordException;

/**
 * A stored vector of length 1, in a byte for each component.
 *
 * @param bytes the components, each divided by the scale and rounded
 * @param scale the factor that makes components of the bytes, positive
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy for each read would be waste
record VectorRow(byte[] bytes, float scale) {
  private static final int MOST = 127;

  /** Returns the row of a vector. */
  static VectorRow of(UnitVector vector) {
    float scale = vector.greatest() / MOST;
    byte[] bytes = new byte[vector.dimension()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(vector.get(i) / scale);
    }
    return new VectorRow(bytes, scale);
  }

  /**
   * Returns this row, unless it is of another dimension.
   *
   * @throws IncompatibleRecordException if so
   */
  VectorRow require(int dimension, VectorKey key) {
    if (bytes.length != dimension) {
      throw new IncompatibleRecordException(
          "the vector of passage %d in collection %d has %d components where %d are expected; embed the collection again"
              .formatted(key.passage(), key.collection(), bytes.length, dimension));
    }
    return this;
  }

  float[] vector() {
    float[] vector = new float[bytes.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = bytes[i] * scale;
    }
    return vector;
  }

  /** Writes a bit for each component that is not negative, 64 to a word, the rest zero. */
  void writeSigns(long[] words, int at) {
    Signs.write(bytes, words, at);
  }
}
