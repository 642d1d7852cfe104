package dev.cairn.documents;

import dev.cairn.internal.documents.DocumentTables.DocumentRow;
import dev.cairn.internal.documents.FieldRow;
import java.time.Instant;
import java.util.Optional;

/**
 * One stored document.
 *
 * @param id unique within its collection
 * @param text the whole text
 * @param metadata the values that filters compare
 * @param contentHash the SHA-256 of the text, in hexadecimal digits
 * @param passages the number of passages that the text was cut into
 * @param addedAt the time at which the id was stored first
 * @param changedAt the time of the last change of its text, metadata or end
 * @param expiresAt the time from which nothing finds it
 * @param supersededBy the id of the document that took its place: it hides from searches
 * @param uses how often it was said to be {@linkplain Documents#useful useful}
 */
public record Document(
    String id,
    String text,
    Metadata metadata,
    String contentHash,
    int passages,
    Instant addedAt,
    Instant changedAt,
    Optional<Instant> expiresAt,
    Optional<String> supersededBy,
    long uses) {

  static Document of(DocumentRow row) {
    return new Document(
        row.id(),
        row.text(),
        Metadata.of(FieldRow.values(row.metadata())),
        row.hash(),
        row.passages(),
        row.added(),
        row.changed(),
        row.expires(),
        row.supersededBy(),
        row.uses());
  }
}
