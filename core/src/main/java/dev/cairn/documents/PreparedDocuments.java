package dev.cairn.documents;

import dev.cairn.internal.documents.Prepared;
import java.util.List;

/**
 * Documents that are cut, embedded and analysed already, to be stored in a larger transaction.
 * Immutable; made by {@link Documents#prepare} for its collection.
 */
public final class PreparedDocuments {
  private final String collection;
  private final List<Prepared> documents;

  PreparedDocuments(String collection, List<Prepared> documents) {
    this.collection = collection;
    this.documents = List.copyOf(documents);
  }

  /** Returns the number of documents. */
  public int size() {
    return documents.size();
  }

  String collection() {
    return collection;
  }

  List<Prepared> documents() {
    return documents;
  }
}
