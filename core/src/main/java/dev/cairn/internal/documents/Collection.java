package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.EmbeddingException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.Analysis;
import dev.cairn.internal.words.WordIndex;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A collection as this process uses it: its name, and how its texts are analysed.
 *
 * @param language the language that the caller has asked for; empty for the stored one, or English
 */
public record Collection(String name, Optional<String> language, Indexes indexes) {
  private static final String DEFAULT_LANGUAGE = "en";

  /** Returns its row, if it exists. A query that reads it depends on all that follows from it. */
  public @Nullable CollectionRow row(Transaction tx) {
    return tx.get(COLLECTIONS, name).orElse(null);
  }

  /** Returns the row of a new collection, or of one that has documents and lost its row. */
  public CollectionRow newRow(Transaction tx) {
    return newRow(tx, taken(tx));
  }

  /** Returns the row of a collection that has no row, and whose documents have taken these. */
  public CollectionRow newRow(Transaction tx, Taken taken) {
    int number = Math.max(unusedNumber(tx), taken.index() + 1);
    String version = analysis(null).version();
    return new CollectionRow(number, number, taken.next(), 0, 0, 0, 0, version, null, null, 0);
  }

  /**
   * The numbers that the documents of a collection have taken, of which its row need not know where
   * it was lost, or is that of another store, with which this one was merged.
   *
   * @param index the greatest number of an index; 0 if there are no documents
   * @param next the number behind the greatest one of a passage
   */
  public record Taken(int index, long next) {}

  /** Reads all documents for the numbers that they have taken. */
  public Taken taken(Transaction tx) {
    return tx.scan(DOCUMENTS, Scan.prefix(name))
        .map(Row::value)
        .map(row -> new Taken(row.index(), row.first() + row.passages()))
        .reduce(
            new Taken(0, 0),
            (a, b) -> new Taken(Math.max(a.index, b.index), Math.max(a.next, b.next)));
  }

  /**
   * Returns a number that no collection of the namespace uses, or has ever used. It looks at the
   * keys as well, since a collection may have lost its row, or have rows of a merged store.
   */
  public static int unusedNumber(Transaction tx) {
    IntStream rows = tx.scan(COLLECTIONS, Scan.all()).mapToInt(row -> row.value().greatestNumber());
    IntStream passages =
        tx.scan(PASSAGES, Scan.all().descending().limit(1)).mapToInt(row -> row.key().index());
    IntStream others =
        IntStream.of(
            Matching.FIELDS.lastCollection(tx),
            WordIndex.lastCollection(tx),
            VectorIndex.lastCollection(tx));
    return 1 + IntStream.concat(rows, IntStream.concat(passages, others)).max().orElse(0);
  }

  /**
   * Returns the analysis of the collection's texts.
   *
   * @throws IllegalArgumentException if the caller has asked for another language than it has
   * @throws IncompatibleRecordException if its words were analysed otherwise than this program does
   */
  public Analysis analysis(@Nullable CollectionRow row) {
    if (row == null) {
      return indexes.analysis(language.orElse(DEFAULT_LANGUAGE));
    }
    String stored = row.analysis().substring(0, row.analysis().lastIndexOf('-'));
    if (language.filter(wanted -> !wanted.equals(stored)).isPresent()) {
      throw new IllegalArgumentException(
          "collection '%s' has the language '%s', and not '%s'"
              .formatted(name, stored, language.get()));
    }
    return indexes
        .analysisOf(row.analysis())
        .orElseThrow(
            () ->
                new IncompatibleRecordException(
                    "collection '%s' has words by analysis '%s', and this program has '%s'; call documents(\"%s\").rebuild(), once no older program uses it"
                        .formatted(
                            name, row.analysis(), indexes.analysis(stored).version(), name)));
  }

  /**
   * Returns the name of the embedder that the collection has vectors of: {@code ""} for callers'
   * own, and empty if it has none.
   */
  public Optional<String> embedderOfVectors(Transaction tx) {
    return Optional.ofNullable(row(tx)).map(CollectionRow::vectors).map(Space::embedder);
  }

  /**
   * Returns the name of the embedder that the collection has vectors of, if this process lacks it,
   * or it is optional and failed when it was called last.
   */
  public Optional<String> missingEmbedder(Transaction tx) {
    return Optional.ofNullable(row(tx))
        .map(CollectionRow::vectors)
        .filter(space -> !space.embedder().isEmpty())
        .filter(
            space ->
                indexes
                    .embedder(space.embedder(), space.dimension())
                    .filter(known -> !(indexes.isOptional() && known.isFailing()))
                    .isEmpty())
        .map(Space::embedder);
  }

  /** Tells whether vectors are of a former version of this process's embedder. */
  public boolean isOfFormerVersion(@Nullable CollectionRow row) {
    Space space = row == null ? null : row.vectors();
    return space != null
        && indexes.preferred().filter(own -> own.isVersionAfter(space.embedder())).isPresent();
  }

  /**
   * Returns the embedder of the collection: that of its vectors, or the one of new collections if
   * it has none yet.
   *
   * @return empty if the vectors are of callers, or this process has not their embedder and none
   *     for new collections, or one that is optional
   * @throws EmbeddingException if this process has not their embedder, and another one for new
   *     collections that is not optional
   */
  public Optional<EmbedderCalls> embedder(@Nullable CollectionRow row) {
    Space space = row == null ? null : row.vectors();
    if (space == null) {
      return indexes.preferred();
    }
    if (space.embedder().isEmpty()) {
      return Optional.empty();
    }
    Optional<EmbedderCalls> known = indexes.embedder(space.embedder(), space.dimension());
    if (known.isEmpty() && indexes.preferred().isPresent() && !indexes.isOptional()) {
      EmbedderCalls other = indexes.preferred().get();
      throw new EmbeddingException(
          "collection '%s' has vectors of embedder '%s' (%,d components), and this store was opened with '%s' (%,d); open it with the former, or embed the collection anew with documents(\"%s\").reembed(…)"
              .formatted(
                  name, space.embedder(), space.dimension(), other.name(), other.dimension(), name),
          null);
    }
    return known;
  }
}
