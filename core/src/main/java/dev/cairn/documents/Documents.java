package dev.cairn.documents;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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
@SuppressWarnings("DoNotCallSuggester") // the methods come with the index
public final class Documents {
  private Documents() {}

  /** Returns the tables that documents are kept in, with their indexes. */
  public static List<Table<?, ?>> tables() {
    return List.of();
  }

  /** Returns the name of the collection. */
  public String name() {
    throw new UnsupportedOperationException();
  }

  /** Returns these documents with another chunker for those that are stored. */
  public Documents withChunker(Chunker chunker) {
    throw new UnsupportedOperationException();
  }

  /**
   * Stores a text under an id, in place of whatever the id had, and returns the document.
   *
   * @see #addOrReplace(NewDocument)
   */
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
    throw new UnsupportedOperationException();
  }

  /** Stores documents that {@link #prepare} has made ready, as {@link #addAll(List)} does. */
  public List<Document> addAll(PreparedDocuments documents) {
    throw new UnsupportedOperationException();
  }

  /**
   * Cuts documents into passages, embeds and analyses them, outside of a transaction; they are
   * stored by {@link #addAll(PreparedDocuments)}, in a larger write for example.
   */
  public PreparedDocuments prepare(List<NewDocument> documents) {
    throw new UnsupportedOperationException();
  }

  /** Returns a document, if there is one; from the cache if it is there. */
  public Optional<Document> get(String id) {
    throw new UnsupportedOperationException();
  }

  /** Deletes a document; false if there was none. */
  public boolean delete(String id) {
    throw new UnsupportedOperationException();
  }

  /** Deletes documents in one transaction, and returns how many there were. */
  public long deleteAll(List<String> ids) {
    throw new UnsupportedOperationException();
  }

  /**
   * Deletes the documents that a filter matches.
   *
   * <p>Outside of a transaction this uses one for every some hundred documents, so that no other
   * writer waits long. If it is stopped halfway, some are gone.
   */
  public Deletion deleteWhere(Filter filter) {
    throw new UnsupportedOperationException();
  }

  /** Returns the number of documents. */
  public long count() {
    return count(Filter.all());
  }

  /** Returns the number of documents that a filter matches. */
  public long count(Filter filter) {
    throw new UnsupportedOperationException();
  }

  /** Returns the first {@code limit} documents in the order of their ids. */
  public List<Document> list(int limit) {
    return list(Filter.all(), limit);
  }

  /** Returns the first {@code limit} documents that a filter matches, in the order of their ids. */
  public List<Document> list(Filter filter, int limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the next page of {@link #list(Filter, int)}: the {@code limit} documents behind an id,
   * which need not exist any more.
   */
  public List<Document> listAfter(String id, Filter filter, int limit) {
    throw new UnsupportedOperationException();
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
   */
  public List<Hit> search(SearchRequest request) {
    throw new UnsupportedOperationException();
  }

  /**
   * Remembers a text, unless a document of the collection has the same text already; and tells
   * which other documents say nearly the same.
   *
   * @see #remember(NewDocument)
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
    throw new UnsupportedOperationException();
  }

  /**
   * Returns the {@code limit} documents that answer a question best, the best first, as {@link
   * #search(String, int)} does. That a document was recalled counts nothing: say which of them were
   * {@link #useful}.
   */
  public List<Hit> recall(String question, int limit) {
    return search(SearchRequest.of(question, limit));
  }

  /** Counts that a document was of use, for searches that weigh it; false if there is none. */
  public boolean useful(String id) {
    throw new UnsupportedOperationException();
  }

  /**
   * Lets a document take the place of another one, which stays readable and hides from searches,
   * until it is stored again.
   *
   * @return false if one of the two does not exist, so that nothing changed
   * @throws IllegalArgumentException if both are the same
   */
  public boolean supersede(String id, String by) {
    throw new UnsupportedOperationException();
  }

  /**
   * Removes the documents that have expired, and returns how many. Writes to the collection remove
   * some each time, so that this need not be called.
   */
  public long sweepExpired() {
    throw new UnsupportedOperationException();
  }

  /**
   * Embeds all documents of the collection with another embedder, in the background, while searches
   * go on with the vectors that there are. When all are embedded, the collection has the new
   * embedder, and this process uses it for that collection; others must be opened with it.
   *
   * <p>It goes on where it was if it is called again after its process has ended.
   *
   * @return completes with the number of passages
   */
  public CompletableFuture<Long> reembed(Embedder embedder) {
    throw new UnsupportedOperationException();
  }

  /**
   * Makes what the collections of an open store share.
   *
   * @param embedder the embedder of new collections, if there is one
   * @hidden for the door alone
   */
  public static Documents sharing(@Nullable Embedder embedder, Clock clock) {
    return new Documents();
  }

  /**
   * Returns a collection of a namespace.
   *
   * @param collection the name
   * @param transactor runs the reads and writes
   * @param isBound whether all of them run in one transaction
   * @hidden for the door and for repositories
   */
  public Documents of(String collection, String namespace, Transactor transactor, boolean isBound) {
    return this;
  }
}
