package dev.cairn.internal.lmdb.readers;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.cairn.ReadersFullException;
import dev.cairn.internal.lmdb.env.Environment;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The threads that wait for a reader slot, in the order in which they came. As long as there are
 * any, a thread that comes later takes no slot before them.
 *
 * <p>The first one is woken when a reader of this process is given back. It also looks now and then
 * by itself, since slots of other processes become free without a sign.
 */
final class SlotQueue {
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int MOST_NAMES = 3;

  private final ReaderPool readers;
  private final Environment environment;
  private final int slots;
  private final ReentrantLock line = new ReentrantLock(true);
  private final AtomicInteger length = new AtomicInteger();
  private volatile @Nullable Thread first;

  SlotQueue(ReaderPool readers, Environment environment, int slots) {
    this.readers = readers;
    this.environment = environment;
    this.slots = slots;
  }

  /** Tells whether no thread waits, so that whoever comes may take a reader at once. */
  boolean isEmpty() {
    return length.get() == 0;
  }

  /** Wakes the first thread of the queue: a reader has been given back. */
  void freed() {
    Thread waiting = first;
    if (waiting != null) {
      LockSupport.unpark(waiting);
    }
  }

  /**
   * Waits for a reader, behind the threads that wait already.
   *
   * @throws ReadersFullException if none became free in time, or none can because this thread holds
   *     every one
   */
  Reader await() {
    long begun = System.nanoTime();
    if (readers.heldByThisThread() >= slots) {
      throw full("");
    }
    length.incrementAndGet();
    try {
      Reader reader = awaitTurn(begun + ReaderPool.patienceNanos);
      if (reader == null) {
        long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        throw full(", and none became free in %d ms".formatted(waited));
      }
      return reader;
    } finally {
      length.decrementAndGet();
    }
  }

  /** Returns null if the time is over. */
  private @Nullable Reader awaitTurn(long deadline) {
    boolean interrupted = false;
    boolean locked = false;
    try {
      while (!locked) {
        try {
          locked = line.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
          interrupted = true;
          continue;
        }
        if (!locked) {
          return null;
        }
      }
      first = Thread.currentThread();
      while (true) {
        Reader reader = look();
        if (reader != null || System.nanoTime() - deadline > 0) {
          return reader;
        }
        LockSupport.parkNanos(this, LOOK_NANOS);
        interrupted |= Thread.interrupted(); // a pending one would let no thread park
      }
    } finally {
      if (locked) {
        first = null;
        line.unlock();
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private @Nullable Reader look() {
    Reader idle = readers.takeIdle();
    if (idle != null) {
      return idle;
    }
    try {
      return readers.create();
    } catch (ReadersFullException e) {
      return null;
    }
  }

  /**
   * Returns the exception for a thread that gets no reader.
   *
   * @param waited says how long it has waited; empty if it has not
   */
  private ReadersFullException full(String waited) {
    return new ReadersFullException(
        "every one of the %d reader slots of store %s is taken%s: this process has %d snapshots open%s, other processes have the rest; close snapshots sooner, or raise CairnOptions.withMaxReaders for every process"
            .formatted(slots, environment.store(), waited, readers.open(), holders()));
  }

  /** Returns the threads of this process that hold the most snapshots, in parentheses. */
  private String holders() {
    Map<String, Long> counts =
        readers.all().stream()
            .filter(reader -> !reader.lost)
            .flatMap(reader -> Stream.ofNullable(reader.owner))
            .collect(groupingBy(Thread::getName, counting()));
    return counts.isEmpty()
        ? ""
        : counts.entrySet().stream()
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .limit(MOST_NAMES)
            .map(count -> "'%s' %d".formatted(count.getKey(), count.getValue()))
            .collect(Collectors.joining(", ", " (by thread: ", ")"));
  }
}
