package dev.cairn.internal.commit;

import dev.cairn.internal.engine.Changes;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A store in memory whose operations fail when a test tells them to. */
final class HeapStorage implements Storage {
  /** The steps of an attempt at which a storage may fail. */
  enum Step {
    BEGIN,
    RUN,
    COMMIT,
    COMMITTED,
    ABORT
  }

  private final Consumer<Step> fault;
  private volatile Map<ByteBuffer, byte[]> rows = new ConcurrentSkipListMap<>();
  private volatile long version;
  private volatile int aborts;

  /**
   * Creates an empty storage.
   *
   * @param fault called at each step; it may throw
   */
  HeapStorage(Consumer<Step> fault) {
    this.fault = fault;
  }

  long version() {
    return version;
  }

  /** Returns how many attempts were aborted. */
  int aborts() {
    return aborts;
  }

  boolean has(byte[] key) {
    return rows.containsKey(ByteBuffer.wrap(key));
  }

  @Override
  public Attempt begin() {
    fault.accept(Step.BEGIN);
    return new HeapAttempt();
  }

  @Override
  public Attempt tryBegin() {
    return begin();
  }

  @Override
  public void abandon() {}

  @Override
  public String holder() {
    return "the heap is held by another";
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
  private final class HeapAttempt implements Attempt {
    private final Map<ByteBuffer, byte[]> changed = new ConcurrentSkipListMap<>(rows);
    private long changes;
    private boolean committed;
    private boolean ended;

    @Override
    public void runs(String caller) {
      fault.accept(Step.RUN);
    }

    @Override
    public long changes() {
      return changes;
    }

    @Override
    public @Nullable RuntimeException failure() {
      return null;
    }

    @Override
    public long commit() {
      fault.accept(Step.COMMIT);
      rows = changed;
      version++;
      committed = true;
      fault.accept(Step.COMMITTED);
      ended = true;
      return version;
    }

    @Override
    public boolean mayBeCommitted() {
      return committed;
    }

    @Override
    public void abort() {
      fault.accept(Step.ABORT);
      if (!ended) {
        ended = true;
        aborts++;
      }
    }

    @Override
    public long version() {
      return version;
    }

    @Override
    public boolean put(byte[] key, byte[] value) {
      replace(key, value);
      return true;
    }

    @Override
    public void replace(byte[] key, byte[] value) {
      changes++;
      changed.put(ByteBuffer.wrap(key), value);
    }

    @Override
    public boolean delete(byte[] key) {
      boolean deleted = changed.remove(ByteBuffer.wrap(key)) != null;
      changes += deleted ? 1 : 0;
      return deleted;
    }

    @Override
    public void logChange(byte[] key) {
      Objects.requireNonNull(key);
    }

    @Override
    public void logEverything() {}

    @Override
    public int logged() {
      return 0;
    }

    @Override
    public Changes changesSince(long since) {
      throw new UnsupportedOperationException();
    }

    @Override
    public byte @Nullable [] get(byte[] key) {
      return changed.get(ByteBuffer.wrap(key));
    }

    @Override
    public Cursor scan(Range range, Order order) {
      throw new UnsupportedOperationException();
    }
  }
}
