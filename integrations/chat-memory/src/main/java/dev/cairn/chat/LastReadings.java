package dev.cairn.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers for some minutes, for each thread, the messages that it has read last from each
 * conversation.
 *
 * <p>A reading holds whole messages with their media. So a thread has few of them, and none
 * outlives the thread or this object: thread locals would keep them, and the class loader of this
 * class, as long as a pool keeps its threads. Thread-safe.
 */
final class LastReadings {
  /** As many conversations as one thread works on between a read and the write that follows it. */
  private static final int CONVERSATIONS_A_THREAD = 4;

  private static final Duration KEPT = Duration.ofMinutes(10);

  /** Names are small, and needed longer than what was read. */
  private static final int NAMES = 100_000;

  private final Cache<Thread, OfThread> threads =
      Caffeine.newBuilder()
          .weakKeys()
          .expireAfterAccess(KEPT)
          .scheduler(Scheduler.systemScheduler())
          .build();

  private final Cache<String, Boolean> handedOut = Caffeine.newBuilder().maximumSize(NAMES).build();

  /** The last reading of a conversation by one thread, or for it. */
  static final class Last {
    private final long since = System.nanoTime();

    /** Null until the first write of a thread that has not read is done. */
    private volatile @Nullable Reading reading;

    /** True if a list was written since, which is likely to be the one that was made of it. */
    private volatile boolean answered;

    private Last(@Nullable Reading reading) {
      this.reading = reading;
    }

    Optional<Reading> reading() {
      return Optional.ofNullable(reading);
    }

    /** Returns the reading if no list was written since. */
    Optional<Reading> unanswered() {
      return answered ? Optional.empty() : reading();
    }

    /** Takes the messages of a list that is stored now. */
    void written(Reading written) {
      reading = written;
    }
  }

  /** The last readings of one thread by conversation; others may look for one too. */
  static final class OfThread {
    private final Map<String, Last> last =
        new LinkedHashMap<>(CONVERSATIONS_A_THREAD, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
            return size() > CONVERSATIONS_A_THREAD;
          }
        };

    private synchronized Optional<Last> get(String conversation) {
      dropOld();
      return Optional.ofNullable(last.get(conversation));
    }

    private synchronized void put(Reading reading) {
      dropOld();
      last.put(reading.conversation(), new Last(reading));
    }

    private synchronized void putInPlaceOf(Optional<Last> before, Reading reading) {
      if (get(reading.conversation()).equals(before)) {
        put(reading);
      }
    }

    private synchronized Last answer(String conversation) {
      dropOld();
      Last answered = last.computeIfAbsent(conversation, unused -> new Last(null));
      answered.answered = true;
      return answered;
    }

    private void dropOld() {
      long now = System.nanoTime();
      last.values().removeIf(each -> now - each.since > KEPT.toNanos());
    }
  }

  private OfThread ofThisThread() {
    return threads.get(Thread.currentThread(), unused -> new OfThread());
  }

  /** Remembers that this thread has read. */
  void read(Reading reading) {
    handedOut.put(reading.conversation(), true);
    ofThisThread().put(reading);
  }

  /** Returns a conversation's last reading by this thread, or the list that it has written last. */
  Optional<Last> get(String conversation) {
    return ofThisThread().get(conversation);
  }

  /** Remembers that this thread has written a list, and returns the reading that it answers. */
  Last answer(String conversation) {
    return ofThisThread().answer(conversation);
  }

  /**
   * Lets another thread remember a reading for this one, when an operation is done that this one
   * begins now. What this thread reads or writes meanwhile counts more.
   */
  Consumer<Reading> later(String conversation) {
    OfThread thread = ofThisThread();
    Optional<Last> before = thread.get(conversation);
    return reading -> {
      handedOut.put(conversation, true);
      thread.putInPlaceOf(before, reading);
    };
  }

  /** Returns the oldest reading of a conversation, by any thread, that was not answered yet. */
  Optional<Reading> oldestUnanswered(String conversation) {
    return threads.asMap().values().stream()
        .flatMap(each -> each.get(conversation).stream())
        .flatMap(each -> each.unanswered().stream())
        .min(Comparator.comparingLong(Reading::number));
  }

  /** Tells whether any thread has ever read a conversation, of the latest ones. */
  boolean wasRead(String conversation) {
    return handedOut.getIfPresent(conversation) != null;
  }
}
