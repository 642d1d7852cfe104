package dev.cairn.internal.cache;

import dev.cairn.CairnStatistics.EngineStatistics;
import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Changes.Change;
import dev.cairn.internal.engine.CommitListener;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.engine.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A storage engine on the heap, with the part of the engine's contract that a cache uses: a
 * version, snapshots, and a change log that reaches back a few commits only. Keys are numbers of
 * one byte, values are ints.
 */
final class HeapEngine implements Engine {
  /** In the change log: a commit that did not say what it changed. */
  private static final int EVERYTHING = -1;

  private final int logged;
  private volatile State state;
  private @Nullable RuntimeException failure;

  /** The state that one commit left, which nothing changes afterwards. */
  private static final class State {
    final long version;

    /** The values by key. */
    final int[] rows;

    /** The keys that the last commits changed, one each, the last commit's last. */
    final int[] log;

    State(long version, int[] rows, int[] log) {
      this.version = version;
      this.rows = rows;
      this.log = log;
    }
  }

  /**
   * Creates an engine whose rows are all 0.
   *
   * @param rows the number of its rows
   * @param logged the number of commits that the change log reaches back
   */
  HeapEngine(int rows, int logged) {
    this.logged = logged;
    this.state = new State(0, new int[rows], new int[0]);
  }

  /** Commits a change of one row and returns the new version. */
  synchronized long put(int key, int value) {
    return commit(key, value, key);
  }

  /** Commits the number after the one that is stored, and returns the new version. */
  synchronized long increment(int key, IntUnaryOperator read) {
    return commit(key, read.applyAsInt(key) + 1, key);
  }

  /** Commits without a word on what was changed, as a program that is not Cairn does. */
  synchronized long putUnlogged(int key, int value) {
    return commit(key, value, EVERYTHING);
  }

  private long commit(int key, int value, int changed) {
    State old = state;
    int[] rows = old.rows.clone();
    rows[key] = value;
    int kept = Math.min(old.log.length, logged - 1);
    int[] log = Arrays.copyOfRange(old.log, old.log.length - kept, old.log.length + 1);
    log[kept] = changed;
    state = new State(old.version + 1, rows, log);
    return old.version + 1;
  }

  @Override
  public long version() {
    return state.version;
  }

  /** Makes snapshots fail until told otherwise, with null. */
  void failSnapshots(@Nullable RuntimeException e) {
    failure = e;
  }

  @Override
  public HeapSnapshot snapshot() {
    if (failure != null) {
      throw failure;
    }
    return new HeapSnapshot(state);
  }

  /** One commit, for as long as somebody wants it. */
  static final class HeapSnapshot implements Snapshot {
    private final State state;

    private HeapSnapshot(State state) {
      this.state = state;
    }

    /** Returns the value of a row. */
    int value(int key) {
      return state.rows[key];
    }

    @Override
    public long version() {
      return state.version;
    }

    @Override
    public Changes changesSince(long since) {
      int commits = (int) Math.max(0, state.version - since);
      boolean everything = commits > state.log.length;
      List<Change> changes = new ArrayList<>(commits);
      for (int i = commits; i > 0 && !everything; i--) {
        int key = state.log[state.log.length - i];
        everything = key == EVERYTHING;
        changes.add(new Change(state.version - i + 1, new byte[] {(byte) key}));
      }
      return new Changes(since, state.version, everything, everything ? List.of() : changes);
    }

    @Override
    public byte[] get(byte[] key) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Cursor scan(Range range, Order order) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  @Override
  public <R> R write(Write<R> write, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <R> CompletableFuture<R> writeAsync(Write<R> write, Duration timeout) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void copyTo(Path directory, boolean compact) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void addCommitListener(CommitListener listener) {}

  @Override
  public void removeCommitListener(CommitListener listener) {}

  @Override
  public void addVersionListener(VersionListener listener) {}

  @Override
  public void removeVersionListener(VersionListener listener) {}

  @Override
  public boolean inRead() {
    return false;
  }

  @Override
  public EngineStatistics statistics() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void flush(Duration timeout) {}

  @Override
  public boolean readOnly() {
    return false;
  }

  @Override
  public boolean inWrite() {
    return false;
  }

  @Override
  public void close() {}
}
