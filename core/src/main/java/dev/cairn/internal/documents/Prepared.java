package dev.cairn.internal.documents;

import dev.cairn.internal.documents.DocumentTables.Place;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.internal.words.Analysed;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A document that is ready to be stored.
 *
 * @param id its id
 * @param text its text
 * @param metadata its metadata
 * @param expires the time from which nothing finds it
 * @param hash the SHA-256 of its text
 * @param places its passages
 * @param analysis the version of the analysis that the words are of
 * @param words the words of each passage
 * @param embedder the name of the embedder that the vectors are of; empty for one of the caller's
 * @param vectors the vector of each passage; empty if it has none
 */
public record Prepared(
    String id,
    String text,
    List<FieldRow> metadata,
    Optional<Instant> expires,
    String hash,
    List<Place> places,
    String analysis,
    List<Analysed> words,
    String embedder,
    List<Quantised> vectors) {

  /** Returns the text of a passage. */
  public String passage(int ordinal) {
    return places.get(ordinal).of(text);
  }

  /** Tells whether it has a vector of the caller's. */
  public boolean hasVectorOfCaller() {
    return embedder.isEmpty() && !vectors.isEmpty();
  }

  /** Returns this with vectors of an embedder. */
  public Prepared with(String embedder, List<Quantised> vectors) {
    return new Prepared(
        id, text, metadata, expires, hash, places, analysis, words, embedder, vectors);
  }
}
