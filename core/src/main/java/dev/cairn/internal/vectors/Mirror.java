package dev.cairn.internal.vectors;

import dev.cairn.internal.table.RowChanges;
import dev.cairn.internal.table.UnrecordedRows;
import dev.cairn.table.Scan;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the signs of a collection's vectors in memory, as of the latest version that a search of
 * this process has seen.
 *
 * <p>Writers need not update it. A search whose snapshot is later brings it up to that snapshot
 * from the change log. Where the log does not say what has changed, since others have written much,
 * it compares the stamps of the two versions, and makes it anew only if they differ. A search whose
 * snapshot is earlier uses it too, and scores in its own snapshot each vector that was changed in
 * between: whether it was added, replaced or removed then, only the snapshot tells what it is. So
 * no removed vector need be kept.
 *
 * <p>Thread-safe. Searches wait for each other only while one brings it up to a version that they
 * need too.
 */
final class Mirror {
  /** The memory that a mirror takes without a vector. */
  private static final long EMPTY_BYTES = 512;

  private final int collection;
  private final int dimension;
  private final int words;
  private final ReentrantLock updating = new ReentrantLock();
  private volatile @Nullable MirrorState state;

  /** The memory that {@link Mirrors} has counted for this, and is guarded by. */
  long counted;

  /** Whether {@link Mirrors} still has this. */
  boolean kept;

  Mirror(int collection, int dimension) {
    this.collection = collection;
    this.dimension = dimension;
    this.words = Signs.words(dimension);
  }

  /** Returns about how many bytes of memory this takes. */
  long bytes() {
    MirrorState now = state;
    return EMPTY_BYTES + (now == null ? 0 : now.bytes());
  }

  /** Returns the last state, whatever its version, or null if there is none yet. */
  @Nullable MirrorState last() {
    return state;
  }

  /**
   * Returns a state of the version of a snapshot, or of a later one.
   *
   * @param rows the vectors in a snapshot, whose every change is committed
   * @param stamp an object that is equal to another version's only if the vectors of both are the
   *     same; null if there is none
   */
  MirrorState upTo(UnrecordedRows<VectorKey, VectorRow> rows, @Nullable Object stamp) {
    MirrorState now = state;
    if (now != null && now.version >= rows.version()) {
      return now;
    }
    updating.lock();
    try {
      now = state;
      if (now == null || now.version < rows.version()) {
        now = now == null ? null : caughtUp(now, rows, stamp);
        if (now == null) {
          state = null; // so that there are not two at once
          now = scanned(rows, stamp);
        }
        state = now;
      }
      return now;
    } finally {
      updating.unlock();
    }
  }

  private MirrorState scanned(UnrecordedRows<VectorKey, VectorRow> rows, @Nullable Object stamp) {
    ChunkBuilder builder = new ChunkBuilder(words);
    long[] signs = new long[words];
    rows.forEach(
        Scan.prefix(collection),
        (key, row) -> {
          row.require(dimension, key).writeSigns(signs, 0);
          builder.add(key.passage(), signs, 0);
        });
    return MirrorState.of(rows.version(), stamp, words, builder);
  }

  /** Returns a state as of the snapshot; null if it is not known what has changed. */
  private @Nullable MirrorState caughtUp(
      MirrorState from, UnrecordedRows<VectorKey, VectorRow> rows, @Nullable Object stamp) {
    RowChanges<VectorKey> changes = rows.changesSince(from.version);
    if (changes.everything()) {
      return stamp != null && stamp.equals(from.stamp) ? from.at(rows.version(), stamp) : null;
    }
    List<RowChanges.Change<VectorKey>> mine =
        changes.keys().stream().filter(change -> change.key().collection() == collection).toList();
    if (mine.isEmpty()) {
      return from.at(rows.version(), stamp);
    }
    long[] passages = mine.stream().mapToLong(change -> change.key().passage()).toArray();
    long[] versions = mine.stream().mapToLong(RowChanges.Change::version).toArray();
    TreeMap<Long, long @Nullable []> signs = new TreeMap<>();
    for (long passage : passages) {
      if (!signs.containsKey(passage)) {
        signs.put(passage, signs(rows, passage));
      }
    }
    return from.after(rows.version(), stamp, passages, versions, signs);
  }

  private long @Nullable [] signs(UnrecordedRows<VectorKey, VectorRow> rows, long passage) {
    VectorKey key = new VectorKey(collection, passage);
    VectorRow row = rows.get(key);
    if (row == null) {
      return null;
    }
    long[] signs = new long[words];
    row.require(dimension, key).writeSigns(signs, 0);
    return signs;
  }
}
