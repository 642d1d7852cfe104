package dev.cairn.tools.imports;

import java.util.List;
import java.util.Optional;

/**
 * Tells which columns of a table become which part of a document, and where the documents go.
 *
 * @param id the column of the id; {@code id} if none is named
 * @param text the column of the text; {@code text} if none is named
 * @param metadata the columns of the metadata; all others if none is named
 * @param collection the collection of all documents, instead of the one that the source names
 */
public record Mapping(
    Optional<String> id,
    Optional<String> text,
    List<String> metadata,
    Optional<String> collection) {

  /** Copies the list. */
  public Mapping {
    metadata = List.copyOf(metadata);
  }

  String idColumn() {
    return id.orElse("id");
  }

  String textColumn() {
    return text.orElse("text");
  }

  /** Returns whether a column, which is neither the id nor the text, becomes metadata. */
  boolean takes(String column) {
    return !column.equals(idColumn())
        && !column.equals(textColumn())
        && (metadata.isEmpty() || metadata.contains(column));
  }
}
