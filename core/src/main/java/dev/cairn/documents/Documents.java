package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.COLLECTIONS;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;
import static dev.cairn.internal.documents.DocumentTables.EMBEDDINGS;
import static dev.cairn.internal.documents.DocumentTables.EMBEDDING_ORDER;
import static dev.cairn.internal.documents.DocumentTables.PASSAGES;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.CollectionWriter;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.DocumentKey;
import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.Matching;
import dev.cairn.internal.documents.Prepared;
import dev.cairn.internal.documents.Superseded;
import dev.cairn.internal.recall.Indexes;
import dev.cairn.internal.vectors.VectorIndex;
import dev.cairn.internal.words.WordIndex;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.KeyPart;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Stores documents of one collection, and finds them by their words, by their meaning, and by
 * filters on their metadata.
 *
 * <pre>{@code
 * Documents notes = memory.documents("notes");
 * notes.addOrReplace("n1", "Ann likes green tea.", Metadata.of("person", "Ann"));
 * List<Hit> hits = notes.search("what does Ann drink?", 5, where("person").is("Ann"));
 * }</pre>
 *
 * <p>A document, its words, its vectors and its metadata change in one transaction. A search sees
 * every document whose addition was acknowledged before it began, by whichever process, and none
 * whose deletion was. An id may have any length.
 *
 * <p>A call is a transaction of its own, or part of the one that this was made for; what it returns
 * is durable, or will be with that transaction. Where the store has an {@link Embedder}, texts are
 * embedded before the transaction: in a larger write give what {@link #prepare} has made of them
 * outside. Lists are those of one moment and unmodifiable. Bad arguments are refused with an {@link
 * IllegalArgumentException} that shows them, before anything is queued.
 *
 * <p>A document that has expired is there for no method any more.
 */
public final class Documents extends Upkeep {
  private static final int NAME_BYTES = 100;

  private Documents(
      Transactor transactor, Clock clock, Collection collection, Chunker chunker, boolean isBound) {
    super(transactor, clock, collection, chunker, isBound);
  }

  /**
   * Makes the documents that {@code transactor} gives access to.
   *
   * @param name the name of the collection
   * @param isBound whether all calls are part of one transaction
   * @hidden for the door and for repositories
   */
  public static Documents of(
      String name, Transactor transactor, Clock clock, Indexes indexes, boolean isBound) {
    return new Documents(
        transactor,
        clock,
        new Collection(KeyPart.name("collection", name, NAME_BYTES), Optional.empty(), indexes),
        Chunker.standard(),
        isBound);
  }

  /** Returns the tables that documents are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return Stream.of(
            List.<Table<?, ?>>of(
                COLLECTIONS,
                DOCUMENTS,
                PASSAGES,
                EMBEDDINGS,
                EMBEDDING_ORDER,
                Matching.FIELDS.table()),
            WordIndex.tables(),
            VectorIndex.tables())
        .<Table<?, ?>>flatMap(List::stream)
        .toList();
  }

  /** Returns the name of the collection. */
  public String name() {
    return collection.name();
  }

  /** Returns these documents with another chunker for those that are stored. */
  public Documents withChunker(Chunker chunker) {
    return new Documents(
        transactor, clock, collection, Arguments.notNull("chunker", chunker), isBound);
  }

  /**
   * Returns these documents in a language, which decides on the forms of words and on the words
   * that are passed over. It is fixed by the first document of the collection; English by default.
   *
   * @param code a code of two letters, such as {@code de}; or {@code none} for words as they are
   * @throws IllegalArgumentException if the language is not supported
   */
  public Documents inLanguage(String code) {
    collection.indexes().analysis(Arguments.notNull("code", code));
    return new Documents(
        transactor,
        clock,
        new Collection(collection.name(), Optional.of(code), collection.indexes()),
        chunker,
        isBound);
  }

  /** Stores a text under an id, in place of whatever the id had, and returns the document. */
  public Document addOrReplace(String id, String text, Metadata metadata) {
    return addOrReplace(NewDocument.of(id, text).withMetadata(metadata));
  }

  /**
   * Stores a document, in place of whatever its id had, and returns it.
   *
   * <p>An equal document that is stored already stays as it is. A document that was superseded is
   * not any more. The time of the first addition and the count of uses stay with the id.
   *
   * @throws IllegalArgumentException if the text is blank, and the document has no vector of the
   *     caller's
   * @throws dev.cairn.EmbeddingException if the embedder fails, gives vectors that cannot be used,
   *     or is not the one that the collection has; nothing is stored
   */
  public Document addOrReplace(NewDocument document) {
    return addAll(List.of(Arguments.notNull("document", document))).get(0);
  }

  /**
   * Stores documents as {@link #addOrReplace(NewDocument)} does, all in one transaction, and
   * returns them in their order. Of two with one id the later one stays.
   */
  public List<Document> addAll(List<NewDocument> documents) {
    return withVectorsOfNow(() -> store(prepared(documents)));
  }

  /** Stores documents that {@link #prepare} has made ready, as {@link #addAll(List)} does. */
  public List<Document> addAll(PreparedDocuments documents) {
    Arguments.notNull("documents", documents);
    if (!documents.collection().equals(name())) {
      throw new IllegalArgumentException(
          "the documents were prepared for collection '%s', and not for '%s'"
              .formatted(documents.collection(), name()));
    }
    return store(documents.documents());
  }

  /**
   * Cuts documents into passages, embeds and analyses them, outside of a transaction; they are
   * stored by {@link #addAll(PreparedDocuments)}, in a larger write for example.
   */
  public PreparedDocuments prepare(List<NewDocument> documents) {
    return new PreparedDocuments(name(), prepared(documents));
  }

  /** Returns a document, if there is one; from the cache if it is there. */
  public Optional<Document> get(String id) {
    return transactor
        .get(DOCUMENTS, key(id))
        .filter(row -> !row.isExpired(clock.instant()))
        .map(Document::of);
  }

  /** Deletes a document; false if there was none. */
  public boolean delete(String id) {
    return deleteAll(List.of(Arguments.notBlank("id", id))) > 0;
  }

  /** Deletes documents in one transaction, and returns how many there were. */
  public long deleteAll(List<String> ids) {
    List<DocumentKey> keys = Arguments.copyOf("ids", ids).stream().map(this::key).toList();
    return keys.isEmpty() ? 0 : new Removal(collection, transactor, clock.instant()).of(keys);
  }

  /**
   * Deletes the documents that a filter matches.
   *
   * <p>Outside of a transaction this uses one for every some hundred documents, so that no other
   * writer waits long. If it is stopped halfway, some are gone.
   */
  public Deletion deleteWhere(Filter filter) {
    Arguments.notNull("filter", filter);
    return new Removal(collection, transactor, clock.instant()).where(filter, isBound);
  }

  /** Returns the number of documents. */
  public long count() {
    return count(Filter.all());
  }

  /** Returns the number of documents that a filter matches. */
  public long count(Filter filter) {
    Arguments.notNull("filter", filter);
    Instant now = clock.instant();
    return transactor.read(tx -> new Listing(tx, collection, now).count(filter));
  }

  /** Returns the first {@code limit} documents in the order of their ids. */
  public List<Document> list(int limit) {
    return list(Filter.all(), limit);
  }

  /** Returns the first {@code limit} documents that a filter matches, in the order of their ids. */
  public List<Document> list(Filter filter, int limit) {
    return list("", filter, limit);
  }

  /**
   * Returns the next page of {@link #list(Filter, int)}: the {@code limit} documents behind an id,
   * which need not exist any more.
   */
  public List<Document> listAfter(String id, Filter filter, int limit) {
    return list(key(id).id(), filter, limit);
  }

  /** Returns the {@code limit} documents that match a query best, the best first. */
  public List<Hit> search(String query, int limit) {
    return search(SearchRequest.of(query, limit));
  }

  /**
   * Returns the {@code limit} documents that match a query best, of those that a filter matches.
   */
  public List<Hit> search(String query, int limit, Filter filter) {
    return search(SearchRequest.of(query, limit).matching(filter));
  }

  /**
   * Returns the documents that a search finds, the best first; of two with one score the one that
   * was stored earlier. A document is there once, with its best passage.
   *
   * @throws dev.cairn.EmbeddingException if the embedder fails, or is not the one that the
   *     collection has
   * @throws IllegalStateException if the text would have to be embedded inside of a transaction
   */
  public List<Hit> search(SearchRequest request) {
    Arguments.notNull("request", request);
    Instant now = clock.instant();
    return new Asking(collection, transactor, now, isBound).hits(request);
  }

  /**
   * Remembers a text, unless a document of the collection has the same text already; and tells
   * which other documents say nearly the same.
   */
  public Remembered remember(String text) {
    return remember(NewDocument.of(text));
  }

  /**
   * Remembers a document: stores it, unless a document of the collection that was not superseded
   * has the same text already, which stays as it is.
   *
   * @return the document, and others that say nearly the same as it is new
   */
  public Remembered remember(NewDocument document) {
    Arguments.notNull("document", document);
    return withVectorsOfNow(() -> remembered(document));
  }

  private Remembered remembered(NewDocument document) {
    String text = document.text();
    Instant now = clock.instant();
    Optional<Document> known =
        transactor.read(tx -> new Remembering(tx, collection, now).same(text));
    if (known.isPresent()) {
      return new Remembered(known.get(), false, List.of());
    }
    Prepared prepared = prepared(List.of(document)).get(0);
    List<Remembered.Near> near =
        transactor.read(tx -> new Remembering(tx, collection, now).near(prepared));
    return transactor.write(
        tx ->
            new Remembering(tx, collection, now)
                .same(text)
                .map(same -> new Remembered(same, false, List.of()))
                .orElseGet(
                    () -> new Remembered(store(tx, List.of(prepared), now).get(0), true, near)));
  }

  /**
   * Returns the {@code limit} documents that answer a question best, the best first: the search for
   * {@link SearchRequest#question}, in which nothing that is quoted is required. That a document
   * was recalled counts nothing: say which of them were {@link #useful}.
   */
  public List<Hit> recall(String question, int limit) {
    return search(SearchRequest.question(question, limit));
  }

  /** Counts that a document was of use, for searches that weigh it; false if there is none. */
  public boolean useful(String id) {
    return change(id, found -> found.with(found.supersededBy(), found.changed(), found.uses() + 1));
  }

  /**
   * Lets a document take the place of another one, which stays readable and hides from searches as
   * long as the former is there, and until it is stored again itself. It does not pass on: where a
   * was superseded by b, and b by c, searches find a again when b goes; let c supersede it before.
   *
   * @return false if one of the two does not exist, so that nothing changed
   * @throws IllegalArgumentException if both are the same, or the former is superseded itself
   */
  public boolean supersede(String id, String by) {
    DocumentKey superseding = key(by);
    if (key(id).equals(superseding)) {
      throw new IllegalArgumentException(
          "a document cannot supersede itself: " + Arguments.quoted(id, 80));
    }
    Instant now = clock.instant();
    return transactor.write(
        tx -> {
          if (collection.row(tx) == null) {
            return false;
          }
          CollectionWriter writer = new CollectionWriter(tx, collection, now);
          DocumentRow other = writer.get(by).orElse(null);
          if (other == null) {
            return false;
          }
          if (Superseded.isSuperseded(tx, other, now)) {
            String last = other.supersededBy().orElse("");
            throw new IllegalArgumentException(
                "document %s was itself superseded, by %s; name that one, or store the former again"
                    .formatted(Arguments.quoted(by, 80), Arguments.quoted(last, 80)));
          }
          return change(writer, id, found -> found.with(Optional.of(by), now, found.uses()));
        });
  }

  private List<Prepared> prepared(List<NewDocument> documents) {
    List<NewDocument> given = Arguments.copyOf("documents", documents);
    if (isBound
        && given.stream().anyMatch(each -> each.vector().isEmpty())
        && transactor.read(tx -> collection.embedder(collection.row(tx))).isPresent()) {
      throw new IllegalStateException(
          "texts cannot be embedded inside of a transaction, for which others wait; give what prepare(…) has made of them before it to addAll(…)");
    }
    return new Preparation(collection, transactor, chunker, clock.instant()).asFarAsEmbedded(given);
  }

  private List<Document> store(List<Prepared> prepared) {
    Instant now = clock.instant();
    return prepared.isEmpty() ? List.of() : transactor.write(tx -> store(tx, prepared, now));
  }

  private List<Document> store(WriteTransaction tx, List<Prepared> prepared, Instant now) {
    CollectionWriter writer = new CollectionWriter(tx, collection, now);
    List<Document> stored = prepared.stream().map(writer::put).map(Document::of).toList();
    writer.finish();
    return stored;
  }

  private boolean change(String id, UnaryOperator<DocumentRow> change) {
    DocumentKey unused = key(id);
    Instant now = clock.instant();
    return transactor.write(
        tx ->
            collection.row(tx) != null
                && change(new CollectionWriter(tx, collection, now), id, change));
  }

  private static boolean change(
      CollectionWriter writer, String id, UnaryOperator<DocumentRow> change) {
    Optional<DocumentRow> found = writer.get(id);
    found.ifPresent(before -> writer.replace(before, change.apply(before)));
    writer.finish();
    return found.isPresent();
  }

  private List<Document> list(String after, Filter filter, int limit) {
    Arguments.notNull("filter", filter);
    Arguments.notNegative("limit", limit);
    Instant now = clock.instant();
    return transactor.read(tx -> new Listing(tx, collection, now).after(after, filter, limit));
  }

  private DocumentKey key(String id) {
    return DocumentTables.key(name(), id);
  }
}
