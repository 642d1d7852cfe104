package dev.cairn.internal.lmdb.readers;

import dev.cairn.ReadersFullException;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.env.OutgrownMapException;
import dev.cairn.internal.lmdb.env.SnapshotGuard;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.lmdbjava.Dbi;
import org.lmdbjava.LmdbException;
import org.lmdbjava.Txn;

/**
 * Pools LMDB read transactions, so that reader slots are needed for concurrent reads and not for
 * every thread.
 *
 * <p>Taking and putting back are each one atomic exchange in {@link IdleReaders}: these also order
 * a reader against {@link #close(long)}, which must not unmap what is still being read, and against
 * {@link #pause(long)}.
 *
 * <p>An Error may be thrown at any call, and where the stack has overflowed nothing can be called
 * to mend it. A reader that meets one is marked as lost, and ended later, by a thread that can.
 */
public final class ReaderPool {
  /** The longest wait of a read for a slot, as of a write for its turn; shorter in tests. */
  static volatile long patienceNanos = TimeUnit.SECONDS.toNanos(10);

  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The limit on growths of the map before one read. */
  private static final int MOST_GROWTHS = 8;

  private final Environment environment;
  private final MapGrowth growth;
  private final SlotQueue waiting;
  private final IdleReaders idle;
  private final Set<Reader> all = ConcurrentHashMap.newKeySet();

  /** Readers that exist or are being made; the environment may be closed when it reaches 0. */
  private final AtomicInteger live = new AtomicInteger();

  private volatile boolean closed;

  /** True while new readers wait, and idle ones are held. */
  private volatile boolean paused;

  /** The idle readers that are held while paused. */
  private final List<Reader> held = new ArrayList<>();

  public ReaderPool(Environment environment) {
    this.environment = environment;
    // An idle reader keeps its slot, which no other process can use: not too many of all there are.
    int slots = environment.info().maxReaders;
    int most = Math.max(1, slots / 16);
    int places = Math.min(8 * Runtime.getRuntime().availableProcessors(), most);
    this.growth = new MapGrowth(environment, this);
    this.waiting = new SlotQueue(this, environment, slots);
    this.idle = new IdleReaders(places);
  }

  /**
   * Takes a reader whose transaction shows the last commit, waiting for a slot if all are taken.
   *
   * @throws ReadersFullException if none became free in time
   */
  public Reader take() {
    for (int attempt = 1; ; attempt++) {
      int grown = growth.times();
      try {
        return takeOnce();
      } catch (OutgrownMapException e) {
        if (attempt == MOST_GROWTHS) {
          throw e;
        }
        growth.grow(grown, e);
      }
    }
  }

  private Reader takeOnce() {
    Reader reader = takeOrWait();
    try {
      environment.requireMap(); // only now: before, the map could still be growing
      if (!reader.begun) {
        reader.txn.renew();
        reader.begun = true;
      }
      settle(reader);
      reader.taken();
      return reader;
    } catch (Dbi.MapResizedException e) {
      putBack(reader); // to end it now would lose its slot
      throw environment.failures().of(e);
    } catch (LmdbException e) {
      discard(reader);
      throw environment.failures().of(e);
    } catch (StorageException e) {
      discard(reader);
      throw e;
    } catch (Throwable e) {
      reader.lost = true;
      throw e;
    }
  }

  /** Takes an idle reader, or returns null. */
  @Nullable Reader takeIdle() {
    return idle.take();
  }

  /**
   * Makes sure that a transaction that has just begun shows the version that it says.
   *
   * <p>mdb_txn_renew0 first notes the last version in the reader's slot and then copies the roots
   * from that version's meta page, one of two. If the thread is held up in between until the next
   * but one commit, which writes to the same page, it gets that one's roots, perhaps before the
   * commit is visible to others. As long as the version is still the last one, the next but one has
   * not begun.
   */
  private void settle(Reader reader) {
    SnapshotGuard guard = environment.guard();
    long version = reader.txn.getId();
    boolean last = environment.isLast(version);
    while (!last || !guard.shows(version)) {
      if (last && environment.isLast(version)) {
        throw guard.strayed(); // no commit since can have written over its meta page
      }
      reader.txn.reset();
      reader.txn.renew();
      version = reader.txn.getId();
      last = environment.isLast(version);
    }
    guard.check();
    reader.version = version;
  }

  /**
   * Takes an idle reader or makes one, or waits for one if there are too few. A thread that holds
   * another one does not wait behind those that hold none: they may wait for that one.
   */
  private Reader takeOrWait() {
    boolean atOnce = waiting.isEmpty() || heldByThisThread() > 0;
    if (atOnce || waiting.letsPass()) {
      Reader reader = takeIdle();
      if (reader != null) {
        return reader;
      }
    }
    if (atOnce) {
      try {
        return create();
      } catch (ReadersFullException e) {
        // Wait for one.
      }
    }
    return waiting.await();
  }

  /**
   * Makes a reader, whose transaction has begun.
   *
   * @throws ReadersFullException if there is no slot
   */
  Reader create() {
    enter();
    Txn<NativeBytes> begun = null;
    try {
      if (closed) {
        throw new StoreClosedException("store " + environment.store() + " is closed");
      }
      NativeBytes key = environment.buffer();
      begun = begin();
      Reader reader = new Reader(begun, key);
      all.add(reader);
      return reader;
    } catch (Throwable e) {
      try {
        if (begun != null) {
          begun.close();
        }
      } finally {
        live.decrementAndGet();
      }
      throw e;
    }
  }

  /**
   * Counts a reader that is to be made, as soon as it may be. A thread that holds another one does
   * not wait: the pause could not end before that one is given back.
   */
  private void enter() {
    boolean interrupted = false;
    boolean holding = heldByThisThread() > 0; // takes memory, so before it is counted
    live.incrementAndGet();
    while (paused && !holding) {
      live.decrementAndGet();
      LockSupport.parkNanos(PAUSE_NANOS);
      interrupted |= Thread.interrupted(); // a pending one would let no thread park
      live.incrementAndGet();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Txn<NativeBytes> begin() {
    try {
      return environment.beginRead();
    } catch (ReadersFullException e) {
      endLost();
      return environment.beginRead();
    }
  }

  /** Puts a reader back; its cursors must be closed. If anything is thrown it was not put back. */
  public void giveBack(Reader reader) {
    reader.givenBack();
    putBack(reader);
    try {
      waiting.freed();
    } catch (RuntimeException | Error e) {
      // Another thread may have the reader by now, so this must not count as a failure of it. A
      // virtual thread cannot be woken where memory is short; each waiting one also looks by
      // itself.
    }
  }

  private void putBack(Reader reader) {
    reader.begun = false;
    reader.txn.reset();
    keep(reader);
  }

  private void keep(Reader reader) {
    if (!idle.put(reader)) { // in a pool that is closed, the closing thread drains it
      discard(reader);
    }
  }

  /** Ends a reader, which no other thread may be using. */
  private void discard(Reader reader) {
    try {
      if (!environment.unmapped()) { // else the environment frees its slot when it is closed
        reader.end();
      }
      if (all.remove(reader)) {
        live.decrementAndGet();
      }
    } catch (Throwable e) {
      if (all.contains(reader)) {
        reader.lost = true;
      } else {
        live.decrementAndGet(); // the set has removed it, and then found no memory for its count
      }
      throw e;
    }
  }

  /** Ends the readers that were lost to an Error. */
  public synchronized void endLost() {
    for (Reader reader : all) {
      if (reader.lost) {
        discard(reader);
      }
    }
  }

  private void drain() {
    endLost();
    for (int i = 0; i < idle.places(); i++) {
      Reader reader = idle.takeFrom(i);
      if (reader != null) {
        discard(reader);
      }
    }
  }

  /** Returns the readers, idle ones too, for diagnosis. */
  public Set<Reader> all() {
    return all;
  }

  /** Returns how many snapshots are open in this process. */
  public int open() {
    int open = 0;
    for (Reader reader : all) {
      if (reader.owner != null && !reader.lost) {
        open++;
      }
    }
    return open;
  }

  /** Returns how many snapshots are open that this thread has taken. */
  int heldByThisThread() {
    Thread thread = Thread.currentThread();
    int count = 0;
    for (Reader reader : all) {
      if (reader.owner == thread && !reader.lost) {
        count++;
      }
    }
    return count;
  }

  /** Returns the growth of the memory map. */
  public MapGrowth growth() {
    return growth;
  }

  /**
   * Lets no reader begin and waits for those at work; one thread at a time.
   *
   * @return false if some did not end in time; call {@link #resume} in any case
   */
  boolean pause(long deadlineNanos) {
    paused = true;
    boolean interrupted = false;
    endLost();
    holdIdle();
    // One look decides: a thread that counts itself as live after it sees that this pool is paused.
    boolean atRest = live.get() == held.size();
    while (!atRest && System.nanoTime() - deadlineNanos < 0) {
      LockSupport.parkNanos(PAUSE_NANOS);
      interrupted |= Thread.interrupted();
      holdIdle();
      atRest = live.get() == held.size();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return atRest;
  }

  private void holdIdle() {
    for (int i = 0; i < idle.places(); i++) {
      Reader reader = idle.takeFrom(i);
      if (reader != null) {
        held.add(reader);
      }
    }
  }

  /** Lets readers begin again. */
  void resume() {
    paused = false;
    held.forEach(this::keep);
    held.clear();
  }

  /**
   * Lets no new reader in and waits for those at work.
   *
   * @return false if some did not end in time: the environment must then stay open
   */
  public boolean close(long timeoutNanos) {
    closed = true;
    long deadline = System.nanoTime() + timeoutNanos;
    boolean interrupted = false;
    drain();
    while (live.get() > 0 && System.nanoTime() - deadline < 0) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      interrupted |= Thread.interrupted(); // a pending one would let no thread park
      drain();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    return live.get() == 0;
  }
}
