package dev.cairn.internal.recall;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A vector with a byte for each component, in which it waits for its transaction and is kept with
 * its text. To quantise it again changes nothing.
 *
 * @param components the components in units of the scale
 * @param scale the unit
 */
@SuppressWarnings("ArrayRecordComponent") // made here, and not handed out to be modified
public record Quantised(byte[] components, float scale) {

  /**
   * Quantises a vector.
   *
   * @throws IllegalArgumentException if it is of another dimension, has a component that is not a
   *     finite number, or has only zeros
   */
  public static Quantised of(float[] vector, int dimension) {
    if (vector.length != dimension) {
      throw new IllegalArgumentException(
          "vector of %,d components, and %,d are wanted".formatted(vector.length, dimension));
    }
    float greatest = 0;
    for (int i = 0; i < vector.length; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            "component %d of a vector is %s".formatted(i, vector[i]));
      }
      greatest = Math.max(greatest, Math.abs(vector[i]));
    }
    if (greatest == 0) {
      throw new IllegalArgumentException("a vector has only zeros, so that it has no direction");
    }
    float scale = greatest / Byte.MAX_VALUE;
    byte[] components = new byte[vector.length];
    for (int i = 0; i < vector.length; i++) {
      components[i] = (byte) Math.round((double) vector[i] / scale);
    }
    return new Quantised(components, scale);
  }

  /** Returns the vector, but for the rounding. */
  public float[] vector() {
    float[] vector = new float[components.length];
    for (int i = 0; i < vector.length; i++) {
      vector[i] = components[i] * scale;
    }
    return vector;
  }

  /** Returns the number of components. */
  public int dimension() {
    return components.length;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Quantised that
        && scale == that.scale
        && Arrays.equals(components, that.components);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(components);
  }
}
