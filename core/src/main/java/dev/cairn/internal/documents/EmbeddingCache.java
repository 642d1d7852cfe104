package dev.cairn.internal.documents;

import static dev.cairn.internal.documents.DocumentTables.EMBEDDINGS;
import static dev.cairn.internal.documents.DocumentTables.EMBEDDING_ORDER;

import dev.cairn.internal.documents.DocumentTables.EmbeddingRow;
import dev.cairn.internal.documents.DocumentTables.TextKey;
import dev.cairn.internal.documents.DocumentTables.TextRow;
import dev.cairn.internal.recall.EmbedderCalls;
import dev.cairn.internal.recall.Quantised;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.KeyPart;
import java.util.Optional;

/**
 * Keeps the vectors of the texts of a namespace that were embedded last, for all processes; the
 * oldest make room for new ones.
 */
public final class EmbeddingCache {
  /** The most texts: 7 MB of vectors of 384 components. */
  public static final int MOST = 16_384;

  private EmbeddingCache() {}

  /** Returns the vector of a text, if it is kept and of the dimension that the embedder has. */
  static Optional<Quantised> get(Transaction tx, EmbedderCalls embedder, String hash) {
    return tx.get(EMBEDDINGS, key(embedder.name(), hash))
        .map(row -> new Quantised(row.components(), row.scale()))
        .filter(vector -> vector.dimension() == embedder.dimension());
  }

  public static void put(WriteTransaction tx, String embedder, String hash, Quantised vector) {
    TextKey key = key(embedder, hash);
    if (tx.get(EMBEDDINGS, key).isPresent()) {
      return;
    }
    long place = edge(tx, Scan.all().descending()).map(row -> row.key() + 1).orElse(0L);
    tx.put(EMBEDDINGS, key, new EmbeddingRow(vector.components(), vector.scale(), place));
    tx.put(EMBEDDING_ORDER, place, new TextRow(key.embedder(), key.hash()));
    for (Optional<Row<Long, TextRow>> oldest = edge(tx, Scan.all());
        oldest.filter(row -> row.key() <= place - MOST).isPresent();
        oldest = edge(tx, Scan.all())) {
      TextRow text = oldest.get().value();
      tx.remove(EMBEDDINGS, new TextKey(text.embedder(), text.hash()));
      tx.remove(EMBEDDING_ORDER, oldest.get().key());
    }
  }

  private static Optional<Row<Long, TextRow>> edge(Transaction tx, Scan scan) {
    return tx.scan(EMBEDDING_ORDER, scan.limit(1)).findFirst();
  }

  private static TextKey key(String embedder, String hash) {
    return new TextKey(KeyPart.shortForm(embedder), hash);
  }
}
