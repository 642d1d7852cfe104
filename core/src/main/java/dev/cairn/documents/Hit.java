package dev.cairn.documents;

import java.util.OptionalDouble;

/**
 * A document that a search has found, with the passage that matched best and how well it did.
 *
 * @param document the document
 * @param score the score of the search, greater for a better hit: the BM25 score in a search by
 *     words, the cosine in a search by meaning, a number from 0 to 1 in a hybrid search; times age
 *     and usefulness where the search weighs them
 * @param scores the parts of the score
 * @param passage the passage of the document with the greatest score
 */
public record Hit(Document document, double score, Scores scores, Passage passage) {

  /**
   * The parts of a score, as they were before the search brought them together.
   *
   * @param words the BM25 score of the passage; empty if the words did not find it
   * @param meaning the cosine of the passage's and the query's vectors, from -1 to 1; empty if the
   *     meaning did not find it
   * @param age the factor for its age, 1 if the search does not weigh it
   * @param usefulness the factor for its uses, 1 if the search does not weigh them
   */
  public record Scores(
      OptionalDouble words, OptionalDouble meaning, double age, double usefulness) {}

  /**
   * A passage of a document.
   *
   * @param text the text of the passage
   * @param start the index of its first UTF-16 code unit in the document's text
   * @param end the index behind its last one
   * @param ordinal the number of passages before it
   */
  public record Passage(String text, int start, int end, int ordinal) {}
}
