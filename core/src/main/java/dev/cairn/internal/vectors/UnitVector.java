package dev.cairn.internal.vectors;

import static dev.cairn.internal.checks.Arguments.notNull;

/**
 * A vector divided by its length, so that the dot product of two is the cosine of their angle.
 * Immutable.
 */
final class UnitVector {
  private final float[] components;

  private UnitVector(float[] components) {
    this.components = components;
  }

  /**
   * Normalises a vector.
   *
   * @param name the name of the argument, for messages
   * @param vector the components; not kept
   * @param dimension how many there must be
   * @throws IllegalArgumentException if it is null or of another dimension, if a component is not a
   *     finite number, or if all are zero
   */
  static UnitVector of(String name, float[] vector, int dimension) {
    if (notNull(name, vector).length != dimension) {
      throw new IllegalArgumentException(
          "%s has %d components, and the vectors beside it have %d; embed it with the model that made those"
              .formatted(name, vector.length, dimension));
    }
    double squares = 0;
    for (int i = 0; i < dimension; i++) {
      float component = vector[i];
      if (!Float.isFinite(component)) {
        throw new IllegalArgumentException(
            "%s has the component %s at position %d, which is not a finite number; the model that made it has failed"
                .formatted(name, component, i));
      }
      squares += (double) component * component;
    }
    if (squares == 0) {
      throw new IllegalArgumentException(
          "%s has only zeros, and so no direction; leave out what has no meaning".formatted(name));
    }
    double length = Math.sqrt(squares);
    float[] components = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      components[i] = (float) (vector[i] / length);
    }
    return new UnitVector(components);
  }

  int dimension() {
    return components.length;
  }

  float get(int i) {
    return components[i];
  }

  /** Returns the greatest amount of a component. */
  float greatest() {
    float greatest = 0;
    for (float component : components) {
      greatest = Math.max(greatest, Math.abs(component));
    }
    return greatest;
  }

  /** Returns the signs, as {@link Signs} writes those of a stored vector. */
  long[] signs() {
    long[] words = new long[Signs.words(components.length)];
    for (int i = 0; i < components.length; i++) {
      if (components[i] >= 0) {
        words[i / Long.SIZE] |= 1L << i;
      }
    }
    return words;
  }
}
