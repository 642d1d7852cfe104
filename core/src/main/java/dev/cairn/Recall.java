package dev.cairn;

import dev.cairn.documents.Documents;
import dev.cairn.documents.Recollection;
import dev.cairn.internal.table.Store;
import dev.cairn.repositories.Repositories;
import dev.cairn.table.Transactor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of a memory that finds what is known by words and by meaning. */
abstract sealed class Recall extends Waits permits Memory {
  /** The name of the collection that {@link #documents()} returns. */
  static final String DEFAULT_COLLECTION = "documents";

  final OpenedStore opened;
  final Transactor transactor;

  Recall(String namespace, OpenedStore opened, Transactor transactor, @Nullable Store waitedFor) {
    super(namespace, waitedFor);
    this.opened = opened;
    this.transactor = transactor;
  }

  /** Returns the documents of the collection {@code documents}. */
  public Documents documents() {
    return documents(DEFAULT_COLLECTION);
  }

  /**
   * Returns the documents of a collection, which exists once something is stored in it.
   *
   * @param collection the name, up to 100 bytes in UTF-8, not blank; names that begin with {@code
   *     cairn:} are the library's own
   */
  public Documents documents(String collection) {
    Documents.requireCallers(collection);
    return Documents.of(collection, transactor, opened.clock(), opened.indexes(), store == null);
  }

  /** Returns the names of the collections of documents that exist, in their order. */
  public List<String> collections() {
    return Documents.collections(transactor);
  }

  /**
   * Returns what this namespace knows that answers a question best, the best first: documents of
   * the collection {@code documents}, episodes, skills and quirks of sites. It is found by words,
   * and by meaning where the store has an embedder.
   *
   * <p>Episodes, skills and quirks have an index of their own, which this call first brings up to
   * date where it is not bound to a transaction and the store is not open for reading only. For
   * that it reads all of them if any has changed since the last call. It embeds 64 of them each
   * time; the others are found by their words until then.
   *
   * @param limit the most results; zero for none
   * @throws IllegalStateException if the question would have to be embedded inside of a transaction
   */
  public List<Recollection> recall(String question, int limit) {
    return Documents.recall(
        question,
        limit,
        namespace,
        transactor,
        opened.clock(),
        opened.indexes(),
        store == null,
        mayIndex());
  }

  private boolean mayIndex() {
    return store != null && !opened.readOnly();
  }

  /**
   * Returns the repositories of source files that are kept in sync; not in a transaction, which a
   * sync is too long for.
   */
  public Repositories repositories() {
    if (store == null) {
      throw new IllegalStateException("use repositories outside of the transaction");
    }
    return Repositories.of(
        transactor,
        opened.clock(),
        opened.indexes(),
        () -> opened.coordination().locks(namespace),
        () -> opened.coordination().progress(namespace));
  }
}
