package dev.cairn.minilm;

/** Compares vectors. */
final class Similarity {
  private Similarity() {}

  static double cosine(float[] one, float[] other) {
    double product = 0;
    double length = 0;
    double otherLength = 0;
    for (int i = 0; i < one.length; i++) {
      product += (double) one[i] * other[i];
      length += (double) one[i] * one[i];
      otherLength += (double) other[i] * other[i];
    }
    return product / Math.sqrt(length * otherLength);
  }

  static double length(float[] vector) {
    double squares = 0;
    for (float component : vector) {
      squares += (double) component * component;
    }
    return Math.sqrt(squares);
  }
}
