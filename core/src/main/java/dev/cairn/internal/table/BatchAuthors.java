package dev.cairn.internal.table;

import dev.cairn.internal.engine.Batch;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether several {@link Store} objects have changed rows in one commit. Stores over one
 * engine share its batches, but none knows the records that the others changed in an uncommitted
 * batch.
 */
final class BatchAuthors {
  /** A batch belongs to its writer's thread, and so does this. */
  private static final ThreadLocal<@Nullable BatchAuthors> CURRENT = new ThreadLocal<>();

  private final Batch batch;
  private @Nullable BatchChanges author;
  private boolean several;

  private BatchAuthors(Batch batch) {
    this.batch = batch;
  }

  /** Returns the authors of the batch at work. */
  static BatchAuthors of(Batch batch) {
    BatchAuthors current = CURRENT.get();
    if (current == null || current.batch != batch) {
      current = new BatchAuthors(batch);
      CURRENT.set(current);
    }
    return current;
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
