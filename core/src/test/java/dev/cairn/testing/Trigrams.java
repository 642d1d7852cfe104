package dev.cairn.testing;

/** Makes small vectors of texts: the hashed trigrams of their letters. */
public final class Trigrams {
  private static final int DIMENSION = 128;

  private Trigrams() {}

  /** Returns the vector of a text, which is not all zero. */
  public static float[] of(String text) {
    float[] vector = new float[DIMENSION];
    String padded = "  " + text + " ";
    for (int i = 0; i + 3 <= padded.length(); i++) {
      vector[Math.floorMod(padded.substring(i, i + 3).hashCode() * 31, DIMENSION)] += 1;
    }
    return vector;
  }
}
