package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.PostingCursor;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.table.Transaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Knows the documents of a collection that others have superseded: one is hidden as long as the
 * document that took its place is there. Immutable.
 *
 * @param places the documents that name another one in their place, by their keys
 * @param ends when each of those that they name expires
 */
public record Superseded(Map<DocumentKey, Place> places, Map<DocumentKey, Instant> ends) {
  /** About how much memory a document takes. */
  private static final long BYTES_OF_EACH = 300;

  /**
   * A document that was superseded.
   *
   * @param by the one in its place; itself if it cannot be read, so that it is hidden
   */
  record Place(long first, int passages, DocumentKey by) {}

  private interface Reading {
    @Nullable DocumentRow get(DocumentKey key);
  }

  /** Tells whether the document that took the place of another one is there at a time. */
  public static boolean isSuperseded(Transaction tx, DocumentRow document, Instant now) {
    return document
        .supersededBy()
        .map(by -> DocumentTables.key(document.collection(), by))
        .filter(by -> end(by, key -> tx.get(DOCUMENTS, key).orElse(null)).isAfter(now))
        .isPresent();
  }

  /** Returns when a document expires: never for one that has no end, long ago without one. */
  private static Instant end(DocumentKey key, Reading documents) {
    try {
      DocumentRow found = documents.get(key);
      return found == null ? Instant.MIN : found.expires().orElse(Instant.MAX);
    } catch (CorruptRecordException e) {
      return Instant.MAX; // it is there, and a check reports it
    }
  }

  /** Reads each document that was superseded. */
  static Superseded of(
      Matching matching, UnrecordedRows<DocumentKey, DocumentRow> rows, int number) {
    Map<DocumentKey, Place> places = new HashMap<>();
    PostingCursor cursor = matching.superseded().cursor();
    while (cursor.next()) {
      long first = cursor.passage();
      int passages = cursor.payload();
      matching
          .key(first)
          .ifPresent(
              key -> put(places, key, place(key, new Place(first, passages, key), rows, number)));
    }
    return new Superseded(places, ends(places, Map.of(), Set.of(), rows));
  }

  /**
   * Returns this after changes of documents.
   *
   * @param changed their keys
   * @param number that of the index in which documents are looked for
   */
  Superseded after(
      Set<DocumentKey> changed, UnrecordedRows<DocumentKey, DocumentRow> rows, int number) {
    Map<DocumentKey, Place> after = null;
    boolean isNamed = false;
    for (DocumentKey key : changed) {
      Place before = places.get(key);
      Place now = place(key, before, rows, number);
      if (!Objects.equals(before, now)) {
        after = after == null ? new HashMap<>(places) : after;
        put(after, key, now);
      }
      isNamed |= ends.containsKey(key);
    }
    if (after == null && !isNamed) {
      return this;
    }
    Map<DocumentKey, Place> all = after == null ? places : after;
    return new Superseded(all, ends(all, ends, changed, rows));
  }

  private static void put(Map<DocumentKey, Place> places, DocumentKey key, @Nullable Place place) {
    if (place == null) {
      places.remove(key);
    } else {
      places.put(key, place);
    }
  }

  /**
   * Reads a document; null if it was not superseded.
   *
   * @param before where it was
   */
  private static @Nullable Place place(
      DocumentKey key,
      @Nullable Place before,
      UnrecordedRows<DocumentKey, DocumentRow> rows,
      int number) {
    try {
      DocumentRow found = rows.get(key);
      return found == null || found.index() != number || found.supersededBy().isEmpty()
          ? null
          : new Place(
              found.first(),
              found.passages(),
              DocumentTables.key(key.collection(), found.supersededBy().get()));
    } catch (CorruptRecordException e) {
      return before == null ? null : new Place(before.first(), before.passages(), key);
    }
  }

  /** Returns the ends of all documents that others name, of which some are known. */
  private static Map<DocumentKey, Instant> ends(
      Map<DocumentKey, Place> places,
      Map<DocumentKey, Instant> known,
      Set<DocumentKey> changed,
      UnrecordedRows<DocumentKey, DocumentRow> rows) {
    Map<DocumentKey, Instant> ends = new HashMap<>();
    for (Place each : places.values()) {
      ends.computeIfAbsent(
          each.by(),
          by -> {
            Instant end = changed.contains(by) ? null : known.get(by);
            return end == null ? end(by, rows::get) : end;
          });
    }
    return ends;
  }

  /** Returns the passages that are hidden at a time. */
  PassageSet at(Instant now) {
    return PassageSet.of(
        places.values().stream()
            .filter(place -> ends.getOrDefault(place.by(), Instant.MIN).isAfter(now))
            .flatMapToLong(
                place -> LongStream.range(place.first(), place.first() + place.passages()))
            .toArray());
  }

  long bytes() {
    return BYTES_OF_EACH * places.size();
  }
}
