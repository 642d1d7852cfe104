package dev.cairn.documents;

import static dev.cairn.internal.documents.DocumentTables.BY_CONTENT;
import static dev.cairn.internal.documents.DocumentTables.DOCUMENTS;

import dev.cairn.internal.documents.Collection;
import dev.cairn.internal.documents.DocumentTables.CollectionRow;
import dev.cairn.internal.documents.DocumentTables.Content;
import dev.cairn.internal.documents.DocumentTables.Space;
import dev.cairn.internal.documents.FieldKey;
import dev.cairn.internal.documents.Prepared;
import dev.cairn.internal.documents.Superseded;
import dev.cairn.internal.recall.Similarity;
import dev.cairn.internal.words.WordQuery;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Recognises a text that a collection has already, or has nearly. */
final class Remembering {
  private static final int COMPARED_DOCUMENTS = 10;

  /** The characters of a text whose words are searched. */
  private static final int SEARCHED = 600;

  private final Transaction tx;
  private final Collection collection;
  private final Instant now;

  Remembering(Transaction tx, Collection collection, Instant now) {
    this.tx = tx;
    this.collection = collection;
    this.now = now;
  }

  /** Returns the document with that text, if there is one that was not superseded. */
  Optional<Document> same(String text) {
    Content content = new Content(collection.name(), FieldKey.hash(text));
    return tx.scan(DOCUMENTS, BY_CONTENT, Scan.prefix(content))
        .map(Row::value)
        .filter(found -> found.text().equals(text))
        .filter(found -> !found.isExpired(now) && !Superseded.isSuperseded(tx, found, now))
        .findFirst()
        .map(Document::of);
  }

  /** Returns the documents that say nearly the same, the nearest first. */
  List<Remembered.Near> near(Prepared prepared) {
    CollectionRow row = collection.row(tx);
    if (row == null) {
      return List.of();
    }
    String text = prepared.text();
    WordQuery words = WordQuery.words(text.substring(0, Math.min(SEARCHED, text.length())));
    SearchRequest request = SearchRequest.of("", COMPARED_DOCUMENTS);
    return new Search(tx, collection, row, request, words, vector(prepared, row), now)
        .hits().stream()
            .map(hit -> near(text, hit))
            .filter(near -> near.similarity() >= Similarity.NEAR)
            .filter(near -> !near.document().id().equals(prepared.id()))
            .sorted(Comparator.comparingDouble(Remembered.Near::similarity).reversed())
            .toList();
  }

  private static float @Nullable [] vector(Prepared prepared, CollectionRow row) {
    Space space = row.vectors();
    return space == null
            || prepared.vectors().isEmpty()
            || !space.embedder().equals(prepared.embedder())
            || space.dimension() != prepared.vectors().get(0).dimension()
        ? null
        : prepared.vectors().get(0).vector();
  }

  private static Remembered.Near near(String text, Hit hit) {
    double meaning = hit.document().passages() == 1 ? hit.scores().meaning().orElse(0) : 0;
    double words = Similarity.ofWords(text, hit.document().text());
    return new Remembered.Near(hit.document(), Math.max(words, meaning));
  }
}
