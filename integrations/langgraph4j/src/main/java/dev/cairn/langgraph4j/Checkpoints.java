package dev.cairn.langgraph4j;

import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.values.KeyPart;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Stores the checkpoints of each LangGraph4j thread (a run of a graph, not a Java thread) in the
 * order in which they were added. A checkpoint that replaces another takes its place in that order.
 *
 * <p>A checkpoint's position is the current time in microseconds, or the thread's last position
 * plus one if that is larger. After a merge of two stores, the checkpoints are therefore in order
 * of time.
 */
final class Checkpoints {
  static final String TABLE = "langgraph4j-checkpoints";

  static final Index<CheckpointRow, Place> BY_PLACE =
      Index.one("place", Keys.record(Place.class), row -> new Place(row.thread(), row.position()));

  static final Table<CheckpointKey, CheckpointRow> CHECKPOINTS =
      Table.named(TABLE)
          .keyedBy(Keys.record(CheckpointKey.class))
          .holding(CheckpointRow.class)
          .indexedBy(BY_PLACE);

  private final Transactor transactor;
  private final Clock clock;

  /** The key of a checkpoint: the short forms of its thread's id and of its own id. */
  record CheckpointKey(String thread, String id) {
    static CheckpointKey of(String threadKey, String checkpointId) {
      return new CheckpointKey(threadKey, KeyPart.shortForm(checkpointId));
    }
  }

  record Place(String thread, long position) {}

  Checkpoints(Transactor transactor, Clock clock) {
    this.transactor = transactor;
    this.clock = clock;
  }

  /** Returns the key of a thread, whose id may have any length. */
  static String key(String threadId) {
    return KeyPart.shortForm(threadId);
  }

  /**
   * Returns the position of a checkpoint that is added at a time to a thread without later ones.
   */
  private static long position(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /** Adds a checkpoint as the newest of its thread, and ignores the position in the given row. */
  void add(CheckpointRow checkpoint) {
    long now = position(clock.instant());
    CheckpointKey key = CheckpointKey.of(checkpoint.thread(), checkpoint.id());
    transactor.write(
        tx -> {
          long next =
              newest(tx, checkpoint.thread())
                  .map(last -> Math.max(now, last.position() + 1))
                  .orElse(now);
          return tx.put(CHECKPOINTS, key, checkpoint.withPosition(next));
        });
  }

  /**
   * Replaces a checkpoint by another one of the same thread, at the same position.
   *
   * @return false if there is no such checkpoint; nothing has changed then
   */
  boolean replace(String replacedId, CheckpointRow checkpoint) {
    CheckpointKey replaced = CheckpointKey.of(checkpoint.thread(), replacedId);
    CheckpointKey key = CheckpointKey.of(checkpoint.thread(), checkpoint.id());
    return transactor.write(
        tx -> {
          Optional<CheckpointRow> known = tx.get(CHECKPOINTS, replaced);
          if (known.isEmpty()) {
            return false;
          }
          if (!key.equals(replaced)) {
            tx.remove(CHECKPOINTS, replaced);
          }
          tx.put(CHECKPOINTS, key, checkpoint.withPosition(known.get().position()));
          return true;
        });
  }

  /** Returns a checkpoint, from the cache if it is there. */
  Optional<CheckpointRow> get(String thread, String id) {
    return transactor.get(CHECKPOINTS, CheckpointKey.of(thread, id));
  }

  /** Returns the newest checkpoint of a thread; reads no other. */
  Optional<CheckpointRow> newest(String thread) {
    return transactor.read(tx -> newest(tx, thread));
  }

  private static Optional<CheckpointRow> newest(Transaction tx, String thread) {
    return tx.scan(CHECKPOINTS, BY_PLACE, Scan.prefix(thread).descending().limit(1))
        .map(Row::value)
        .findFirst();
  }

  /** Returns the checkpoints of a thread, the newest first. */
  List<CheckpointRow> all(String thread) {
    return transactor.read(tx -> all(tx, thread));
  }

  private static List<CheckpointRow> all(Transaction tx, String thread) {
    return tx.scan(CHECKPOINTS, BY_PLACE, Scan.prefix(thread).descending())
        .map(Row::value)
        .toList();
  }

  /**
   * Removes the checkpoints of a thread, if they still equal the given rows.
   *
   * @return false if others have changed the thread since; nothing has been removed then
   */
  boolean remove(String thread, List<CheckpointRow> rows) {
    return transactor.write(
        tx -> {
          if (!all(tx, thread).equals(rows)) {
            return false;
          }
          rows.forEach(row -> tx.remove(CHECKPOINTS, CheckpointKey.of(thread, row.id())));
          return true;
        });
  }

  /**
   * Removes the checkpoints of a thread, whatever they are.
   *
   * @return false if there were none
   */
  boolean remove(String thread) {
    return transactor.write(
        tx -> {
          List<CheckpointKey> keys =
              tx.scan(CHECKPOINTS, Scan.prefix(thread)).map(Row::key).toList();
          keys.forEach(key -> tx.remove(CHECKPOINTS, key));
          return !keys.isEmpty();
        });
  }

  /** Removes the checkpoints that were added longer ago than {@code age}, and returns how many. */
  int pruneOlderThan(Duration age) {
    Instant now = clock.instant();
    // No checkpoint is that old, and the time might be out of range.
    boolean ancient = age.compareTo(Duration.between(Instant.EPOCH, now)) > 0;
    return ancient ? 0 : new Pruning(transactor, position(now.minus(age))).run();
  }
}
