package dev.cairn.internal.lmdb.turn;

import dev.cairn.StorageException;
import dev.cairn.internal.platform.Platform;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The turn to write to a store, which one process at a time has, first come, first served.
 *
 * <p>Two things make it. The kernel's lock on one byte of a file is the turn itself: no two
 * processes have it, and the kernel takes it back from a process that ends, however that ends. The
 * {@link WaitingLine} in the same file says who comes next. A turn is claimed and never granted:
 * who ends its turn wakes the first of the line, which takes the lock by itself. If it does not for
 * {@link #SILENCE_NANOS}, because it was killed or stopped, the next one does, and removes from the
 * line those who let their turn pass; a process that was only stopped then joins the line anew. A
 * holder that is killed wakes nobody: whoever notices by taking its lock gives the lock back, and
 * the first of the line has its time from then on.
 *
 * <p>The line has {@value WaitingLine#PLACES} places. A process that found none when it opened the
 * store waits outside of the line, without an order, and may be overtaken for as long as others
 * wait in it.
 *
 * <p>One thread at a time of a process uses this. Where there is no such file to be had, everybody
 * has the turn, and LMDB's mutex alone keeps writers apart.
 */
public final class StoreTurn implements AutoCloseable {

  /** The time for which a free turn waits for the first of the line. */
  static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  /** The time between the claims of the next ones, so that they too come one after the other. */
  private static final long STAGGER_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  /**
   * A waiting process looks by itself so often: who holds the turn may be killed, and wake none.
   */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

  /** Where no process is woken by another, it looks after so long, and then less and less often. */
  private static final long FIRST_LOOK_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private static final long LAST_LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final @Nullable TurnFile file;

  /** True if no other process knows of the store. */
  private final boolean alone;

  /** The lock while this process has the turn, or null. */
  private volatile @Nullable FileLock held;

  /** True once the file has lost its name, so that other processes may have another one. */
  private volatile boolean lost;

  private StoreTurn(@Nullable TurnFile file, boolean alone) {
    this.file = file;
    this.alone = alone;
  }

  /** Makes a turn that is always to be had, for a store that no other process knows of. */
  public static StoreTurn everybodys() {
    return new StoreTurn(null, true);
  }

  /**
   * Opens the file of a store's turn, creating it if need be. Where that is not possible, every
   * process has the turn at any time.
   *
   * @param file the file
   * @return the turn, which nobody has yet in this process
   * @throws ClosedByInterruptException if this thread was interrupted
   */
  public static StoreTurn open(Path file) throws ClosedByInterruptException {
    try {
      return new StoreTurn(TurnFile.open(file), false);
    } catch (ClosedByInterruptException e) {
      throw e; // the file is to be had
    } catch (IOException | OverlappingFileLockException e) {
      log()
          .warn(
              "{} cannot be used ({}): the writers of several processes come in no order",
              file,
              e.toString());
      return new StoreTurn(null, false);
    }
  }

  /**
   * Takes the turn if no process has it and none waits for it.
   *
   * @return false if not, or if that cannot be told for want of a file that all processes share;
   *     nothing has changed then
   * @throws StorageException if the system gives no lock
   */
  public boolean tryTake() {
    TurnFile shared = file;
    return shared == null ? alone : !lost && shared.line().isEmpty() && lock(shared);
  }

  /**
   * Takes the turn, and waits for it behind the processes that wait already. The thread is in
   * native code for a part of the time; an interrupt does not end the wait, and is lost.
   *
   * @throws StorageException if the system gives no lock
   */
  public void take() {
    TurnFile shared = file;
    if (shared != null && !tryTake()) {
      if (shared.place() >= 0) {
        waitInLine(shared);
      } else {
        waitOutside(shared);
      }
    }
  }

  private void waitInLine(TurnFile shared) {
    WaitingLine line = shared.line();
    int place = shared.place();
    boolean taken = false;
    long ticket = line.join(place);
    try {
      long turns = line.turns();
      long since = System.nanoTime();
      for (int look = 0; ; look++) {
        int word = line.word(place); // before the look around: a wake-up after it is not lost
        if (!line.holds(place, ticket)) {
          ticket = line.join(place); // others took this process for dead
        }
        long now = System.nanoTime();
        if (turns != line.turns()) {
          turns = line.turns();
          since = now;
        }
        int before = line.before(ticket);
        long silence = before == 0 ? 0 : since + SILENCE_NANOS + before * STAGGER_NANOS - now;
        if (silence <= 0 && lock(shared)) {
          if (before == 0 || line.turns() == turns + 1) {
            taken = true;
            line.leave(ticket);
            return;
          }
          release(); // it has been free for less: others had it since, or its holder was killed
        } else {
          line.sleep(place, word, silence <= 0 ? pause(look) : Math.min(silence, pause(look)));
          boolean unused = Thread.interrupted(); // a pending one would let no thread park
        }
      }
    } finally {
      if (!taken) {
        line.clear(place);
      }
    }
  }

  private static long pause(int look) {
    return Platform.isLinux()
        ? LOOK_NANOS
        : Math.min(LAST_LOOK_NANOS, FIRST_LOOK_NANOS << Math.min(look, 16));
  }

  /** Waits without a place in the line, and so without an order. */
  private void waitOutside(TurnFile shared) {
    for (int look = 0; !lock(shared); look++) {
      LockSupport.parkNanos(Math.min(LAST_LOOK_NANOS, FIRST_LOOK_NANOS << Math.min(look, 16)));
      boolean unused = Thread.interrupted(); // a pending one would let no thread park
    }
  }

  /** Takes the kernel's lock; false if another process has it. */
  private boolean lock(TurnFile shared) {
    try {
      FileLock lock = shared.tryLock();
      if (lock == null) {
        return false;
      }
      held = lock;
      shared.line().beginTurn();
      return true;
    } catch (IOException e) {
      throw new StorageException(
          "the system gives no lock on the file of the writers' turn (%s); try again".formatted(e),
          e);
    }
  }

  /**
   * Ends the turn, and wakes the process that comes next. Does nothing if this process does not
   * have the turn. It takes no memory, so that a thread can call it when there is none.
   */
  public void release() {
    FileLock lock = held;
    TurnFile shared = file;
    if (lock == null || shared == null) {
      return;
    }
    try {
      shared.line().endTurn(); // before others can have the lock, who take its holder for dead else
    } finally {
      unlock(lock);
    }
    held = null; // last: after an error the next call tries again
    shared.line().wakeFirst();
  }

  private static void unlock(FileLock lock) {
    try {
      lock.release();
    } catch (IOException e) {
      log().debug("the channel of a turn is closed, which has released the lock", e);
    }
  }

  /**
   * Looks whether the file still has its name. If not, other processes may have another file and
   * their own turn, and from now on this process takes none without waiting.
   */
  public void look() {
    TurnFile shared = file;
    if (shared == null || lost) {
      return;
    }
    try {
      lost = !shared.isAtItsName();
    } catch (IOException e) {
      log().debug("it cannot be told whether the file of a turn has its name", e);
      return;
    }
    if (lost) {
      log()
          .warn(
              "{} was removed, renamed or replaced while its store was open: writers come in no order"
                  + " until every process has closed the store",
              shared);
    }
  }

  /** Gives up the turn, if this process has it, and the place in the line. */
  @Override
  public void close() {
    release();
    if (file != null) {
      file.close();
    }
  }

  private static Logger log() {
    return LoggerFactory.getLogger(StoreTurn.class);
  }
}
