package dev.cairn.tools.imports;

import dev.cairn.documents.NewDocument;

/** Takes what a format reads from its source. */
interface Sink {
  /** Takes an item for the one transaction. */
  void item(Item item);

  /**
   * Takes a document, which has an id.
   *
   * @param collection the collection that the source names; {@link Mapping} may name another
   */
  void document(String collection, NewDocument document);

  /**
   * Notes something that is not brought in.
   *
   * @param place the row, the field or the file
   * @param reason the reason
   */
  void skip(String place, String reason);
}
