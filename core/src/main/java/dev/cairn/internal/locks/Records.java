package dev.cairn.internal.locks;

import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.internal.counts.Tallies;
import dev.cairn.internal.counts.Tally;
import dev.cairn.internal.locks.Happening.What;
import dev.cairn.internal.locks.rules.Grant;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Wait;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts, logs and reports as events what the threads of this process do with locks; thread-safe.
 *
 * <p>To record takes well under a microsecond, where a lock takes tens.
 */
public final class Records {
  private static final Logger LOG = LoggerFactory.getLogger("dev.cairn.locks");
  private static final int MOST_HAPPENINGS = 200;

  /** The things whose counts are given at once, so that nobody waits long for their writing. */
  private static final int PORTION = 16;

  /** False in a runtime that was made without Flight Recorder. */
  private static final boolean EVENTS = ModuleLayer.boot().findModule("jdk.jfr").isPresent();

  /**
   * Names what is counted together.
   *
   * @param lock the lock
   * @param exclusive true for writing; false for reading, and for permits
   */
  public record Key(LockKey lock, boolean exclusive) {
    static Key of(LockKey lock, int most) {
      return new Key(lock, most == 1 && !lock.counted());
    }

    /** Returns the keys of the ways in which a lock is held or asked for now. */
    public static List<Key> inUse(LockKey lock, LockRow row) {
      return Stream.concat(
              row.holders().stream().map(Grant::most), row.queue().stream().map(Wait::most))
          .map(most -> of(lock, most))
          .distinct()
          .toList();
    }
  }

  private final ReentrantLock guard = new ReentrantLock();

  /** The counts since {@link #takeNew} took those before. */
  private Tallies<Key> fresh = new Tallies<>();

  /** The counts that {@link #takeNew} has taken and not given yet; no longer modified. */
  private Tallies<Key> underway = new Tallies<>();

  /** All earlier counts. */
  private final Tallies<Key> earlier = new Tallies<>();

  private final Deque<Happening> last = new ArrayDeque<>();
  private final Runnable onNew;

  /**
   * Creates the records.
   *
   * @param onNew called after the first thing is counted since the counts were taken
   */
  Records(Runnable onNew) {
    this.onNew = onNew;
  }

  /** Notes that a request is made; the returned object is to be told its end. */
  Asking ask(LockRules.Request request) {
    return new Asking(request);
  }

  /** A request of this process whose end is not known yet. */
  final class Asking {
    private final LockRules.Request request;
    private final long begun = System.nanoTime();
    private final LockEvents.@Nullable Acquire event = EVENTS ? LockEvents.Acquire.started() : null;

    private Asking(LockRules.Request request) {
      this.request = request;
    }

    void granted(Grant grant) {
      ended(What.ACQUIRED, grant.token());
    }

    void failed(Throwable failure) {
      if (failure instanceof LockTimeoutException) {
        ended(What.TIMED_OUT, 0);
      } else if (failure instanceof DeadlockException) {
        ended(What.DEADLOCKED, 0);
      }
    }

    private void ended(What what, long token) {
      long nanos = System.nanoTime() - begun;
      Key key = Key.of(request.key(), request.most());
      if (event != null) {
        event.commit(key, request.party(), what, token);
      }
      note(
          new Happening(
              key, what, Instant.now(), Duration.ofNanos(nanos), request.party().name(), token));
    }
  }

  /** Notes that a lock was given back altogether. */
  void released(Held held) {
    long nanos = System.nanoTime() - held.grantedNanos();
    Key key = Key.of(held.key(), held.most());
    if (EVENTS) {
      LockEvents.Release.commit(key, held.party(), held.token(), nanos);
    }
    note(
        new Happening(
            key,
            What.RELEASED,
            Instant.now(),
            Duration.ofNanos(nanos),
            held.party().name(),
            held.token()));
  }

  private void note(Happening happening) {
    boolean first = count(happening);
    if (happening.what() == What.ACQUIRED || happening.what() == What.RELEASED) {
      LOG.trace(
          "lock {}: {}, token {}, after {}, thread '{}'",
          happening.key().lock(),
          happening.what(),
          happening.token(),
          happening.took(),
          happening.thread());
    } else {
      LOG.debug(
          "lock {}: {}, after {}, thread '{}'",
          happening.key().lock(),
          happening.what(),
          happening.took(),
          happening.thread());
    }
    if (first) {
      onNew.run();
    }
  }

  private boolean count(Happening happening) {
    guard.lock();
    try {
      boolean first = fresh.isEmpty();
      Tally tally = fresh.of(happening.key());
      long nanos = happening.took().toNanos();
      switch (happening.what()) {
        case ACQUIRED -> tally.acquired(nanos);
        case RELEASED -> tally.released(nanos);
        case TIMED_OUT -> tally.timedOut();
        case DEADLOCKED -> tally.refused();
      }
      if (last.size() == MOST_HAPPENINGS) {
        last.removeFirst();
      }
      last.addLast(happening);
      return first;
    } finally {
      guard.unlock();
    }
  }

  /** Returns what this process has counted since it opened the store, or since a reset. */
  public Map<Key, Tally> tallies() {
    guard.lock();
    try {
      Tallies<Key> all = new Tallies<>();
      earlier.addTo(all);
      underway.addTo(all);
      fresh.addTo(all);
      return all.map();
    } finally {
      guard.unlock();
    }
  }

  /** Returns the last things that happened, the latest first. */
  public List<Happening> last() {
    guard.lock();
    try {
      List<Happening> list = new ArrayList<>(last.size());
      last.descendingIterator().forEachRemaining(list::add);
      return list;
    } finally {
      guard.unlock();
    }
  }

  /** Returns what was counted and is not given to {@link #takeNew} yet. */
  Map<Key, Tally> fresh() {
    guard.lock();
    try {
      Tallies<Key> copy = new Tallies<>();
      fresh.addTo(copy);
      return copy.map();
    } finally {
      guard.unlock();
    }
  }

  /**
   * Gives what was counted since the last call to be added to what all processes have counted, in
   * portions. Not for two threads at once.
   *
   * @param taker is given a portion of the counts; if it throws, that one and the rest are given
   *     again by the next call
   */
  void takeNew(Consumer<? super Map<Key, Tally>> taker) {
    List<Map.Entry<Key, Tally>> taken = new ArrayList<>();
    guard.lock();
    try {
      underway = fresh;
      fresh = new Tallies<>();
      taken.addAll(underway.map().entrySet()); // the entries stay when they leave the map
    } finally {
      guard.unlock();
    }
    try {
      for (int from = 0; from < taken.size(); from += PORTION) {
        Map<Key, Tally> portion = new LinkedHashMap<>();
        taken
            .subList(from, Math.min(from + PORTION, taken.size()))
            .forEach(entry -> portion.put(entry.getKey(), entry.getValue()));
        taker.accept(portion);
        added(portion);
      }
    } finally {
      putRestBack();
    }
  }

  /** Notes that a portion has been added. */
  private void added(Map<Key, Tally> portion) {
    guard.lock();
    try {
      portion.forEach((key, tally) -> earlier.of(key).add(tally));
      underway.remove(portion::containsKey);
    } finally {
      guard.unlock();
    }
  }

  private void putRestBack() {
    guard.lock();
    try {
      underway.addTo(fresh);
      underway = new Tallies<>();
    } finally {
      guard.unlock();
    }
  }

  /** Forgets what was counted, and what happened, of some locks. */
  public void reset(Predicate<? super LockKey> which) {
    guard.lock();
    try {
      fresh.remove(key -> which.test(key.lock()));
      underway.remove(key -> which.test(key.lock()));
      earlier.remove(key -> which.test(key.lock()));
      last.removeIf(happening -> which.test(happening.key().lock()));
    } finally {
      guard.unlock();
    }
  }
}
