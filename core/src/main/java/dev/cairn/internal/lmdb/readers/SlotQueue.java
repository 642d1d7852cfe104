package dev.cairn.internal.lmdb.readers;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.cairn.ReadersFullException;
import dev.cairn.internal.lmdb.env.Environment;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Queues the threads that wait for a slot in LMDB's table of readers.
 *
 * <p>Threads that hold a snapshot already are served first: the others may wait for that one to be
 * given back. A thread that comes later may take an idle reader before those that wait, as long as
 * none has waited for {@link #FAIR_NANOS}: to hand each reader over to a thread that has to wake up
 * first takes longer than most reads, and so a line would not end while the load lasts.
 *
 * <p>The first one is woken when a reader of this process is given back. It also looks now and then
 * by itself, since slots of other processes become free without a sign. The others look once in a
 * while whether they are the first, because a thread may have no memory to wake them.
 */
final class SlotQueue {
  /** The wait from which on nobody that comes later is served before. */
  static final long FAIR_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long BEHIND_LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final int MOST_NAMES = 3;

  private final ReaderPool readers;
  private final Environment environment;
  private final int slots;

  private final Queue<Waiter> holders = new ConcurrentLinkedQueue<>();
  private final Queue<Waiter> others = new ConcurrentLinkedQueue<>();

  /** A thread that waits. */
  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    final long since = System.nanoTime();

    /** The reader that it got; its own. */
    @Nullable Reader reader;

    /** True once it does not wait any more, though an Error may have kept it in its line. */
    volatile boolean gone;
  }

  SlotQueue(ReaderPool readers, Environment environment, int slots) {
    this.readers = readers;
    this.environment = environment;
    this.slots = slots;
  }

  /** Tells whether no thread waits, so that whoever comes may take a reader at once. */
  boolean isEmpty() {
    return others.isEmpty() && holders.isEmpty();
  }

  /** Tells whether a thread that comes now may take an idle reader before those that wait. */
  boolean letsPass() {
    Waiter first = first(others);
    return first(holders) == null
        && (first == null || System.nanoTime() - first.since < FAIR_NANOS);
  }

  /** Wakes the thread that is to be served next: a reader has been given back. */
  void freed() {
    Waiter next = next();
    if (next != null) {
      LockSupport.unpark(next.thread);
    }
  }

  private @Nullable Waiter next() {
    Waiter holder = first(holders);
    return holder != null ? holder : first(others);
  }

  private static @Nullable Waiter first(Queue<Waiter> line) {
    Waiter first = line.peek();
    while (first != null && first.gone) {
      boolean unused = line.remove(first);
      first = line.peek();
    }
    return first;
  }

  /**
   * Waits for a reader, behind the threads of the same line.
   *
   * @throws ReadersFullException if none became free in time, or none can because this thread holds
   *     every one
   */
  Reader await() {
    int held = readers.heldByThisThread();
    if (held >= slots) {
      throw full("");
    }
    Queue<Waiter> line = held > 0 ? holders : others;
    Waiter waiter = new Waiter();
    try {
      line.add(waiter);
      awaitTurn(waiter);
      leave(line, waiter);
    } catch (Throwable e) {
      waiter.gone = true; // at once, and without a call: there may be neither memory nor stack
      if (waiter.reader != null) {
        waiter.reader.lost = true;
      }
      leave(line, waiter);
      throw e;
    }
    if (waiter.reader == null) {
      long waited = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - waiter.since);
      throw full(", and none became free in %d ms".formatted(waited));
    }
    return waiter.reader;
  }

  /** Leaves the line, and wakes the next thread, for which there may be a reader too. */
  private void leave(Queue<Waiter> line, Waiter waiter) {
    waiter.gone = true;
    try {
      boolean unused = line.remove(waiter);
      freed();
    } catch (RuntimeException | Error e) {
      // This thread may have a reader, so this must not count as a failure of it. The others see
      // that it is gone when they look by themselves.
    }
  }

  /** Returns when the thread has a reader, or its time is over. */
  private void awaitTurn(Waiter waiter) {
    long deadline = waiter.since + ReaderPool.patienceNanos;
    boolean interrupted = false;
    try {
      while (true) {
        boolean first = next() == waiter;
        if (first) {
          waiter.reader = look();
        }
        long left = deadline - System.nanoTime();
        if (waiter.reader != null || left < 0) {
          return;
        }
        LockSupport.parkNanos(this, Math.min(first ? LOOK_NANOS : BEHIND_LOOK_NANOS, left + 1));
        interrupted |= Thread.interrupted(); // a pending one would let no thread park
      }
    } finally {
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
