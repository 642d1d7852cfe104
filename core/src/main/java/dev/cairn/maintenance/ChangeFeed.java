package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNegative;

import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.stored.KeyNames;
import dev.cairn.internal.waiting.NewVersion;
import dev.cairn.maintenance.StoreChange.AnythingChanged;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.maintenance.StoreChange.What;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Follows the changes of all processes to a store, in the order of the commits, by its change log.
 *
 * <p>It comes from {@link Maintenance#changes()}. It holds nothing between two calls, not even a
 * snapshot; a thread that waits sleeps until a commit wakes it. One thread at a time reads it. A
 * feed that is read too seldom misses changes that the log no longer holds; it returns an {@link
 * AnythingChanged} in their place. Rows that follow from others, as the postings of words do, are
 * not told: the change of a row that they follow from stands for them.
 */
public final class ChangeFeed {
  private final Engine engine;
  private final KeyNames names = new KeyNames();
  private long version;

  ChangeFeed(Engine engine, long since) {
    this.engine = engine;
    this.version = since;
  }

  /**
   * Returns the version of the last commit whose changes were returned.
   *
   * @return the version
   */
  public long version() {
    return version;
  }

  /**
   * Waits for a commit, and returns its changes and those of the commits after it, if there are
   * any.
   *
   * @return the changes, in the order of the commits; empty if no commit changed a row, but only
   *     indexes, for example
   * @throws InterruptedException if this thread is interrupted
   * @throws dev.cairn.StoreClosedException if the store is closed
   */
  public List<StoreChange> take() throws InterruptedException {
    while (!NewVersion.await(engine, version, Long.MAX_VALUE)) {
      // not in three centuries
    }
    return read();
  }

  /**
   * Waits for a commit as {@link #take()} does, up to a time limit.
   *
   * @param wait the time limit; zero to look only
   * @return the changes; empty if there were none in time
   * @throws InterruptedException if this thread is interrupted
   * @throws dev.cairn.StoreClosedException if the store is closed
   */
  public List<StoreChange> poll(Duration wait) throws InterruptedException {
    long nanos = TimeUnit.NANOSECONDS.convert(notNegative("wait", wait));
    return NewVersion.await(engine, version, nanos) ? read() : List.of();
  }

  private List<StoreChange> read() {
    try (Snapshot snapshot = engine.snapshot()) {
      List<StoreChange> read = new ArrayList<>();
      long known = version;
      Changes changes = snapshot.changesSince(known);
      if (changes.everything()) {
        known = lastUnknown(snapshot);
        read.add(new AnythingChanged(version + 1, known));
        changes = snapshot.changesSince(known);
      }
      addRows(snapshot, changes, read);
      version = snapshot.version();
      return read;
    }
  }

  /**
   * Returns the last version whose changes the log does not hold. The log holds the changes of all
   * versions after some version, so a binary search finds it.
   */
  private long lastUnknown(Snapshot snapshot) {
    long unknown = version;
    long known = snapshot.version(); // no version follows it, so the log lacks none
    while (known - unknown > 1) {
      long middle = unknown + (known - unknown) / 2;
      if (snapshot.changesSince(middle).everything()) {
        unknown = middle;
      } else {
        known = middle;
      }
    }
    return known;
  }

  /**
   * Adds the changed rows. The snapshot shows a row as the last of these commits left it: only of
   * that one is it known whether it stored or deleted the row.
   */
  private void addRows(Snapshot snapshot, Changes changes, List<StoreChange> to) {
    Map<ByteBuffer, Long> last = new HashMap<>();
    changes.keys().forEach(change -> last.put(ByteBuffer.wrap(change.key()), change.version()));
    for (Changes.Change change : changes.keys()) {
      byte[] key = change.key();
      KeyNames.Named named = names.name(snapshot, key);
      What what = What.CHANGED;
      if (Objects.equals(last.get(ByteBuffer.wrap(key)), change.version())) {
        what = snapshot.get(key) == null ? What.DELETED : What.PUT;
      }
      to.add(
          new RowChanged(
              change.version(),
              what,
              named.table(),
              named.namespace(),
              named.components(),
              named.text()));
    }
  }
}
