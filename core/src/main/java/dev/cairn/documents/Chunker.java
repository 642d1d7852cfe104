package dev.cairn.documents;

import dev.cairn.internal.documents.Paragraphs;
import java.util.List;

/**
 * Cuts a text into the passages that are indexed and found, each by itself.
 *
 * <p>Implementations are thread-safe and cut one text in one way: where that changes, documents
 * that are stored again get new passages.
 */
@FunctionalInterface
public interface Chunker {

  /** The most passages that one document may have. */
  int MAX_PASSAGES = 200_000;

  /**
   * A part of a text.
   *
   * @param start the index of its first UTF-16 code unit
   * @param end the index behind its last one; that of an empty text is its beginning
   */
  record Span(int start, int end) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the span begins before the text, or behind its end
     */
    public Span {
      if (start < 0 || end < start) {
        throw new IllegalArgumentException(
            "span from %,d to %,d: it must begin in the text, and not behind its end"
                .formatted(start, end));
      }
    }
  }

  /**
   * Cuts a text.
   *
   * @param text the text, not blank
   * @return its passages, one at least, none empty, each beginning behind the beginning of the one
   *     before; they may overlap, and leave parts out, which are not found then
   */
  List<Span> cut(String text);

  /**
   * Returns the chunker that is used where a caller gives none. A text of up to 1,000 characters is
   * one passage. A longer one is cut between its paragraphs, a longer paragraph between its
   * sentences, and a longer sentence between its words; each passage begins with the last sentences
   * of the one before, up to 150 characters of them.
   */
  static Chunker standard() {
    return text ->
        Paragraphs.of(text).stream().map(each -> new Span(each.start(), each.end())).toList();
  }

  /** Returns the chunker that makes each text one passage. */
  static Chunker whole() {
    return text -> List.of(new Span(0, text.length()));
  }
}
