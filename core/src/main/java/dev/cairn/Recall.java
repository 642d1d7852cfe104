package dev.cairn;

import dev.cairn.documents.Documents;
import dev.cairn.internal.table.Store;
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
   * @param collection the name, up to 100 bytes in UTF-8, not blank
   */
  public Documents documents(String collection) {
    return Documents.of(collection, transactor, opened.clock(), opened.indexes(), store == null);
  }

  /** Returns the names of the collections of documents that exist, in their order. */
  public List<String> collections() {
    return Documents.collections(transactor);
  }
}
