package dev.cairn.internal.table;

import dev.cairn.internal.engine.Batch;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether several {@link Store} objects have changed rows in one commit. Stores over one
 * engine share its batches, but none knows the records that the others changed in an uncommitted
 * batch.
 */
final class BatchAuthors {
  /**
   * The authors of the batches at work. Weak references: what has changed in a batch refers to its
   * authors, and nothing may keep a store in memory that was closed.
   */
  private static final Map<Batch, WeakReference<BatchAuthors>> AT_WORK = new WeakHashMap<>();

  private @Nullable BatchChanges author;
  private boolean several;

  private BatchAuthors() {}

  /** Returns the authors of a batch, which the caller keeps for as long as the batch. */
  static BatchAuthors of(Batch batch) {
    synchronized (AT_WORK) {
      WeakReference<BatchAuthors> known = AT_WORK.get(batch);
      BatchAuthors authors = known == null ? null : known.get();
      if (authors == null) {
        authors = new BatchAuthors();
        AT_WORK.put(batch, new WeakReference<>(authors));
      }
      return authors;
    }
  }

  void add(BatchChanges changes) {
    several |= author != null && author != changes;
    author = changes;
  }

  /** Tells whether another store has changed something. */
  boolean othersThan(BatchChanges changes) {
    return several || (author != null && author != changes);
  }
}
