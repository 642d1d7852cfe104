package dev.cairn.internal.vectors;

/** The signs of a vector's components as bits, which the mirror compares in place of vectors. */
final class Signs {
  private Signs() {}

  /** Returns how many words the signs of a vector take. */
  static int words(int dimension) {
    return (dimension + Long.SIZE - 1) / Long.SIZE;
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
