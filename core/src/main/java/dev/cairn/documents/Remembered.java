package dev.cairn.documents;

import java.util.List;

/**
 * The result of {@link Documents#remember}.
 *
 * @param document the document: a new one, or the one that had the same text already
 * @param isNew false if a document of the collection had the same text, so that nothing was stored
 * @param near documents that say nearly the same, the nearest first; the caller may {@linkplain
 *     Documents#supersede supersede} or delete one of the two
 */
public record Remembered(Document document, boolean isNew, List<Near> near) {

  /**
   * A document that says nearly the same as one that was remembered.
   *
   * @param document the other document
   * @param similarity how near the texts are, up to 1: the greater of the share of words that both
   *     have, and of the cosine of their vectors
   */
  public record Near(Document document, double similarity) {}

  /** Copies the list. */
  public Remembered {
    near = List.copyOf(near);
  }
}
