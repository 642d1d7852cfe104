package dev.cairn.documents;

import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.words.Analysed;
import java.util.List;

/**
 * A document that is ready to be stored.
 *
 * @param document the document, with an id
 * @param hash the SHA-256 of its text
 * @param spans its passages
 * @param analysis the version of the analysis that the words are of
 * @param words the words of each passage
 * @param embedder the name of the embedder that the vectors are of; empty for one of the caller's
 * @param vectors the vector of each passage; empty if it has none
 */
record Prepared(
    NewDocument document,
    String hash,
    List<Chunker.Span> spans,
    String analysis,
    List<Analysed> words,
    String embedder,
    List<Quantised> vectors) {

  /** Returns the id, which each prepared document has. */
  String id() {
    return document.id().orElseThrow();
  }

  /** Returns a hash of where the text is cut. */
  int cut() {
    return spans.hashCode();
  }

  /** Returns the text of a passage. */
  String passage(int ordinal) {
    Chunker.Span span = spans.get(ordinal);
    return document.text().substring(span.start(), span.end());
  }
}
