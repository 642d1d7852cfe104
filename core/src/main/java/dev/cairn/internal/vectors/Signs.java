package dev.cairn.internal.vectors;

/** The signs of a vector's components as bits, which the mirror compares in place of vectors. */
final class Signs {
  private Signs() {}

  /** Returns how many words the signs of a vector take. */
  static int words(int dimension) {
    return (dimension + Long.SIZE - 1) / Long.SIZE;
  }

  /** Returns how many signs of a vector differ from those that begin at a place. */
  static int distance(long[] vector, long[] signs, int at) {
    int distance = 0;
    for (int word = 0; word < vector.length; word++) {
      distance += Long.bitCount(signs[at + word] ^ vector[word]);
    }
    return distance;
  }

  /** Returns for each number of signs that differ the cosine that is to be expected. */
  static double[] cosines(int dimension) {
    double[] cosines = new double[dimension + 1];
    for (int differing = 0; differing <= dimension; differing++) {
      cosines[differing] = Math.cos(Math.PI * differing / dimension);
    }
    return cosines;
  }

  /** Writes a bit for each component that is not negative, 64 to a word; the rest stays zero. */
  static void write(byte[] components, long[] words, int at) {
    for (int begin = 0; begin < components.length; begin += Long.SIZE) {
      int end = Math.min(components.length, begin + Long.SIZE);
      long word = 0;
      for (int i = end - 1; i >= begin; i--) {
        word = word << 1 | (~components[i] >>> 31);
      }
      words[at + begin / Long.SIZE] = word;
    }
  }
}
