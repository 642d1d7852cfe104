package dev.cairn.survival;

import dev.cairn.documents.Embedder;
import java.util.List;

/** A small embedder, whose vectors tell the lengths of texts. */
final class LengthOfTexts implements Embedder {
  @Override
  public String name() {
    return "length";
  }

  @Override
  public int dimension() {
    return 2;
  }

  @Override
  public List<float[]> embed(List<String> texts) {
    return texts.stream().map(text -> new float[] {1, text.length()}).toList();
  }
}
