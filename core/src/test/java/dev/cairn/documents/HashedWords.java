package dev.cairn.documents;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A small embedder without a model: a word is a fixed direction that its letters decide on, and a
 * text the sum of its words. Synonyms that it is told have one direction.
 */
final class HashedWords implements Embedder {
  private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+");

  private final String name;
  private final int dimension;

  /** The number of texts that were embedded so far. */
  final AtomicInteger embedded = new AtomicInteger();

  HashedWords(String name) {
    this(name, 64);
  }

  HashedWords(String name, int dimension) {
    this.name = name;
    this.dimension = dimension;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int dimension() {
    return dimension;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    List<float[]> vectors = new ArrayList<>();
    for (String text : texts) {
      embedded.incrementAndGet();
      float[] vector = new float[dimension];
      vector[0] = 0.01f; // a text without words has a direction too
      WORD.matcher(text.toLowerCase(Locale.ROOT))
          .results()
          .map(MatchResult::group)
          .forEach(word -> add(vector, word.equals("automobile") ? "car" : word));
      vectors.add(vector);
    }
    return vectors;
  }

  private void add(float[] vector, String word) {
    long state = word.hashCode() * 0x9E37_79B9_7F4A_7C15L + name.hashCode();
    for (int i = 0; i < vector.length; i++) {
      state = state * 6_364_136_223_846_793_005L + 1_442_695_040_888_963_407L;
      vector[i] += (float) ((state >> 40) / (double) (1 << 23));
    }
  }
}
