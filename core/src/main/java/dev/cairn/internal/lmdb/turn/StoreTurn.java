package dev.cairn.internal.lmdb.turn;

import dev.cairn.StorageException;
import dev.cairn.internal.lmdb.files.FileCreation;
import dev.cairn.internal.platform.Platform;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
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
 * line those who let their turn pass; a process that was only stopped then joins the line anew.
 *
 * <p>One thread at a time of a process uses this. The file's channel stays open as long as the
 * store is: closing any descriptor of a file drops all locks that the process has on it. Where
 * there is no such file to be had, everybody has the turn, and LMDB's mutex alone keeps writers
 * apart.
 */
public final class StoreTurn implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StoreTurn.class);

  /** The bytes that are locked lie behind all that are mapped: some systems let no other read. */
  private static final long HOLDER = 1L << 40;

  private static final long PLACES = HOLDER + 1;

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

  private final @Nullable FileChannel channel;
  private final @Nullable WaitingLine line;

  /** This process's place in the line, or -1 if it has none. */
  private final int place;

  /** The lock while this process has the turn, or null. */
  private volatile @Nullable FileLock held;

  private StoreTurn(@Nullable FileChannel channel, @Nullable WaitingLine line, int place) {
    this.channel = channel;
    this.line = line;
    this.place = place;
  }

  /** Makes a turn that every process has at any time, for a store that no other one knows of. */
  public static StoreTurn everybodys() {
    return new StoreTurn(null, null, -1);
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
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              file,
              Set.of(
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  StandardOpenOption.CREATE,
                  LinkOption.NOFOLLOW_LINKS),
              FileCreation.privateFile(file));
      WaitingLine line = new WaitingLine(mapped(channel));
      int place = place(channel);
      if (place >= 0) {
        line.clear(place); // of a process that was killed
      }
      return new StoreTurn(channel, line, place);
    } catch (IOException | OverlappingFileLockException e) {
      close(channel);
      if (e instanceof ClosedByInterruptException interrupted) {
        throw interrupted; // the file is to be had
      }
      LOG.warn(
          "{} cannot be used ({}): the writers of several processes come in no order",
          file,
          e.toString());
      return everybodys();
    }
  }

  private static ByteBuffer mapped(FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < WaitingLine.BYTES) {
      // Written, not only sized: with a hole in it and a full disk, writing to the map would fail.
      int unused = channel.write(ByteBuffer.allocate((int) (WaitingLine.BYTES - size)), size);
    }
    return channel.map(MapMode.READ_WRITE, 0, WaitingLine.BYTES);
  }

  /** Takes a place that no living process has; returns -1 if there is none. */
  private static int place(FileChannel channel) throws IOException {
    for (int i = 0; i < WaitingLine.PLACES; i++) {
      if (channel.tryLock(PLACES + i, 1, false) != null) {
        return i; // the lock is kept for as long as the channel is open
      }
    }
    return -1;
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.debug("the file of a turn was not closed", e);
    }
  }

  /**
   * Takes the turn if no process has it and none waits for it.
   *
   * @return false if not; nothing has changed then
   * @throws StorageException if the system gives no lock
   */
  public boolean tryTake() {
    return line == null || (line.isEmpty() && lock());
  }

  /**
   * Takes the turn, and waits for it behind the processes that wait already. The thread is in
   * native code for a part of the time; an interrupt does not end the wait, and is lost.
   *
   * @throws StorageException if the system gives no lock
   */
  public void take() {
    if (!tryTake()) {
      if (place >= 0) {
        waitInLine();
      } else {
        waitOutside();
      }
    }
  }

  private void waitInLine() {
    WaitingLine waiting = requireLine();
    boolean taken = false;
    long ticket = waiting.join(place);
    try {
      long turns = waiting.turns();
      long since = System.nanoTime();
      for (int look = 0; ; look++) {
        int word = waiting.word(place); // before the look around: a wake-up after it is not lost
        if (!waiting.holds(place, ticket)) {
          ticket = waiting.join(place); // others took this process for dead
        }
        long now = System.nanoTime();
        if (turns != waiting.turns()) {
          turns = waiting.turns();
          since = now;
        }
        int before = waiting.before(ticket);
        long silence = before == 0 ? 0 : since + SILENCE_NANOS + before * STAGGER_NANOS - now;
        if (silence <= 0 && lock()) {
          taken = true;
          waiting.leave(ticket);
          return;
        }
        waiting.sleep(place, word, silence <= 0 ? pause(look) : Math.min(silence, pause(look)));
        boolean unused = Thread.interrupted(); // a pending one would let no thread park
      }
    } finally {
      if (!taken) {
        waiting.clear(place);
      }
    }
  }

  private static long pause(int look) {
    return Platform.isLinux()
        ? LOOK_NANOS
        : Math.min(LAST_LOOK_NANOS, FIRST_LOOK_NANOS << Math.min(look, 16));
  }

  /** Waits without a place in the line, and so without an order. */
  private void waitOutside() {
    for (int look = 0; !lock(); look++) {
      LockSupport.parkNanos(Math.min(LAST_LOOK_NANOS, FIRST_LOOK_NANOS << Math.min(look, 16)));
      boolean unused = Thread.interrupted(); // a pending one would let no thread park
    }
  }

  private WaitingLine requireLine() {
    if (line == null) {
      throw new IllegalStateException("no turn to wait for");
    }
    return line;
  }

  /** Takes the kernel's lock; false if another process has it. */
  private boolean lock() {
    FileChannel file = channel;
    if (file == null) {
      return true;
    }
    try {
      FileLock lock = file.tryLock(HOLDER, 1, false);
      if (lock == null) {
        return false;
      }
      held = lock;
      requireLine().countTurn();
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
    if (lock == null || line == null) {
      return;
    }
    line.countTurn();
    try {
      lock.release();
    } catch (IOException e) {
      LOG.debug("the channel of a turn is closed, which has released the lock", e);
    }
    held = null; // last: after an error the next call tries again
    line.wakeFirst();
  }

  /** Gives up the turn, if this process has it, and the place in the line. */
  @Override
  public void close() {
    release();
    if (line != null && place >= 0) {
      line.clear(place);
    }
    close(channel);
  }
}
