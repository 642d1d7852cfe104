package dev.cairn.internal.documents;

import dev.cairn.internal.table.RowChanges;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.values.KeyPart;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Defines the tables of documents. Collections and documents are what was stored; all others follow
 * from them, and are made anew by a rebuild.
 *
 * <p>Invariant: a document has the passages {@code first} to {@code first + passages - 1}, in the
 * table of passages, in the words' postings and, if it is embedded, among the vectors. The row of
 * its collection counts it, and changes with every change of what follows from documents.
 *
 * <p>The indexes are final. A program that does not know an index of a table must not write to it.
 */
public final class DocumentTables {
  public static final Table<String, CollectionRow> COLLECTIONS =
      Table.named("collections").keyedBy(Keys.string()).holding(CollectionRow.class);

  public static final Index<DocumentRow, Content> BY_CONTENT =
      Index.one(
          "content", Keys.record(Content.class), row -> new Content(row.collection(), row.hash()));

  public static final Index<DocumentRow, End> BY_END =
      Index.one(
          "end",
          Keys.record(End.class),
          row -> row.expires().map(end -> new End(row.collection(), end)).orElse(null));

  public static final Table<DocumentKey, DocumentRow> DOCUMENTS =
      Table.named("documents")
          .keyedBy(Keys.record(DocumentKey.class))
          .holding(DocumentRow.class)
          .indexedBy(BY_CONTENT, BY_END);

  public static final Table<PassageKey, PassageRow> PASSAGES =
      Table.named("passages")
          .keyedBy(Keys.record(PassageKey.class))
          .holding(PassageRow.class)
          .derived();

  /** The vectors of texts that were embedded lately, so that none is embedded twice. */
  public static final Table<TextKey, EmbeddingRow> EMBEDDINGS =
      Table.named("embeddings")
          .keyedBy(Keys.record(TextKey.class))
          .holding(EmbeddingRow.class)
          .derived();

  /** The order in which embeddings came, by which the oldest make room. */
  public static final Table<Long, TextRow> EMBEDDING_ORDER =
      Table.named("embedding-order").keyedBy(Keys.longs()).holding(TextRow.class).derived();

  private DocumentTables() {}

  /** Returns those keys of changed documents that are of a collection. */
  static Set<DocumentKey> changedIn(String collection, RowChanges<DocumentKey> changes) {
    return changes.keys().stream()
        .map(RowChanges.Change::key)
        .filter(key -> key.collection().equals(collection))
        .collect(Collectors.toSet());
  }

  public static DocumentKey key(String collection, String id) {
    return new DocumentKey(collection, KeyPart.shortened("id", id));
  }

  /**
   * A collection.
   *
   * @param number stands for it in the keys of passages, words and metadata; another one each time
   *     that these are made anew
   * @param greatestNumber the greatest number that it ever used, for these or for vectors
   * @param nextPassage the number of the next passage; numbers are not used again
   * @param words the number of words of all passages
   * @param changes counts the transactions that changed any of its rows, so that this row changes
   *     with each
   * @param analysis the version of the analysis of its words
   * @param vectors the vectors that searches use; null before the first one
   * @param next the vectors that take their place when all passages are embedded anew
   * @param embeddedBefore the passages before that number have vectors as far as they have text,
   *     whatever their documents say: they were there when the collection was embedded anew
   */
  public record CollectionRow(
      int number,
      int greatestNumber,
      long nextPassage,
      long documents,
      long passages,
      long words,
      long changes,
      String analysis,
      @Nullable Space vectors,
      @Nullable Filling next,
      long embeddedBefore) {

    /** Tells whether each passage of a document that has text should have a vector. */
    public boolean embeds(DocumentRow document) {
      return document.embedded()
          || (vectors != null && document.first() + document.passages() <= embeddedBefore);
    }

    public CollectionRow with(long next, long moreDocuments, long morePassages, long moreWords) {
      return new CollectionRow(
          number,
          greatestNumber,
          next,
          documents + moreDocuments,
          passages + morePassages,
          words + moreWords,
          changes,
          analysis,
          vectors,
          this.next,
          embeddedBefore);
    }

    public CollectionRow changedOnceMore() {
      return new CollectionRow(
          number,
          greatestNumber,
          nextPassage,
          documents,
          passages,
          words,
          changes + 1,
          analysis,
          vectors,
          next,
          embeddedBefore);
    }

    public CollectionRow withVectors(
        int greatestNumber, @Nullable Space vectors, @Nullable Filling next) {
      return new CollectionRow(
          number,
          greatestNumber,
          nextPassage,
          documents,
          passages,
          words,
          changes,
          analysis,
          vectors,
          next,
          embeddedBefore);
    }

    /** Returns this with the vectors that were made anew in place of the old ones. */
    public CollectionRow withNewVectors(Filling made) {
      return new CollectionRow(
          number,
          greatestNumber,
          nextPassage,
          documents,
          passages,
          words,
          changes,
          analysis,
          made.space(),
          null,
          made.reached() + 1);
    }
  }

  /**
   * The vectors of a collection by one embedder.
   *
   * @param number stands for it in the keys of vectors
   * @param embedder the name of the embedder; empty for vectors of callers
   */
  public record Space(int number, String embedder, int dimension) {}

  /**
   * Vectors that are made beside those that searches use.
   *
   * @param reached the greatest passage that was looked at; all before it that are there have one
   */
  public record Filling(Space space, long reached) {}

  /** The key of a document: its collection's name, and its id in the short form. */
  public record DocumentKey(String collection, String id) {}

  public record Content(String collection, String hash) {}

  public record End(String collection, Instant at) {}

  /**
   * A document.
   *
   * @param metadata the values in the order of their names
   * @param index the number under which its passages, words and metadata are kept; if the
   *     collection has another one, they are to be made anew
   * @param hash the SHA-256 of the text
   * @param cut a hash of where the text was cut into passages
   * @param first the number of its first passage, which stands for the document in sets; it has one
   *     also if it has no passages
   * @param embedded whether its passages were stored with vectors; {@link CollectionRow#embeds}
   *     knows of those that came later
   */
  public record DocumentRow(
      String collection,
      String id,
      String text,
      List<FieldRow> metadata,
      String hash,
      int cut,
      int index,
      long first,
      int passages,
      boolean embedded,
      Instant added,
      Instant changed,
      Optional<Instant> expires,
      Optional<String> supersededBy,
      long uses) {

    public DocumentKey key() {
      return DocumentTables.key(collection, id);
    }

    /** Tells whether a passage is one of this document. */
    public boolean has(long passage) {
      return first <= passage && passage < first + passages;
    }

    public boolean isExpired(Instant now) {
      return expires.filter(end -> !end.isAfter(now)).isPresent();
    }

    public DocumentRow with(Optional<String> superseding, Instant changedAt, long useful) {
      return new DocumentRow(
          collection,
          id,
          text,
          metadata,
          hash,
          cut,
          index,
          first,
          passages,
          embedded,
          added,
          changedAt,
          expires,
          superseding,
          useful);
    }

    /** Returns this with the place of its passages in an index that was made anew. */
    public DocumentRow in(int number, long firstPassage, List<Place> places, boolean hasVectors) {
      return new DocumentRow(
          collection,
          id,
          text,
          metadata,
          hash,
          places.hashCode(),
          number,
          firstPassage,
          places.size(),
          hasVectors,
          added,
          changed,
          expires,
          supersededBy,
          uses);
    }
  }

  public record PassageKey(int index, long passage) {}

  /**
   * A passage: where it is in its document.
   *
   * @param document the id of the document in the short form
   * @param ordinal the number of passages of the document before it
   * @param start the index of its first UTF-16 code unit
   * @param end the index behind its last one
   * @param words its length in words
   */
  public record PassageRow(String document, int ordinal, int start, int end, int words) {}

  /**
   * The place of a passage in its text.
   *
   * @param start the index of its first UTF-16 code unit
   * @param end the index behind its last one
   */
  public record Place(int start, int end) {
    /** Returns the passage. */
    public String of(String text) {
      return text.substring(start, end);
    }
  }

  /** The key of an embedding: the name of the embedder in the short form, and the text's hash. */
  public record TextKey(String embedder, String hash) {}

  public record TextRow(String embedder, String hash) {}

  /** An embedding with its place in the order. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record EmbeddingRow(byte[] components, float scale, long place) {}
}
