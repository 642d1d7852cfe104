package dev.cairn.jobs;

import dev.cairn.internal.checks.Arguments;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Says when a job runs, how often it is tried, and for how long it is kept.
 *
 * @param priority among the jobs of a kind that wait, those with the greatest run first; 0 by
 *     default
 * @param notBefore the time before which it does not run; none by default
 * @param deadline the time after which it is not begun any more, but goes to the dead letters when
 *     its turn comes; none by default
 * @param key while a job of the kind with this key is not finished, submitting another one returns
 *     that job instead; none by default
 * @param attempts how often it is begun at most, from 1; 5 by default
 * @param firstPause the time from the first failure to the second attempt, which doubles with each
 *     further failure; a second by default
 * @param longestPause the bound on that time; five minutes by default
 * @param keptFor the time for which the job stays with its result once it is finished; a week by
 *     default
 */
public record JobOptions(
    int priority,
    Optional<Instant> notBefore,
    Optional<Instant> deadline,
    Optional<String> key,
    int attempts,
    Duration firstPause,
    Duration longestPause,
    Duration keptFor) {
  /** A century: what is added to a time must leave it a time. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final JobOptions DEFAULTS =
      new JobOptions(
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          5,
          Duration.ofSeconds(1),
          Duration.ofMinutes(5),
          Duration.ofDays(7));

  /** Refuses null, a blank key, no attempt, negative times, and bounds that contradict. */
  public JobOptions {
    Arguments.notNull("notBefore", notBefore);
    Arguments.notNull("deadline", deadline);
    Arguments.notNull("key", key).ifPresent(text -> Arguments.notBlank("key", text));
    Arguments.positive("attempts", attempts);
    Duration first = requireTime("firstPause", firstPause);
    Duration longest = requireTime("longestPause", longestPause);
    Duration unused = requireTime("keptFor", keptFor);
    if (first.compareTo(longest) > 0) {
      throw new IllegalArgumentException(
          "firstPause %s is longer than longestPause %s".formatted(firstPause, longestPause));
    }
    if (notBefore.isPresent() && deadline.isPresent() && notBefore.get().isAfter(deadline.get())) {
      throw new IllegalArgumentException(
          "notBefore %s is after the deadline %s: the job could never run"
              .formatted(notBefore.get(), deadline.get()));
    }
  }

  /** Returns a time, unless it is null, negative, or so long that it leads beyond all times. */
  static Duration requireTime(String name, Duration time) {
    if (Arguments.notNegative(name, time).compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s is %s; at most %s are allowed".formatted(name, time, LONGEST));
    }
    return time;
  }

  /** Returns the options that each component names as its default. */
  public static JobOptions defaults() {
    return DEFAULTS;
  }

  /** Returns these options with another priority. */
  public JobOptions withPriority(int priority) {
    return new JobOptions(
        priority, notBefore, deadline, key, attempts, firstPause, longestPause, keptFor);
  }

  /** Returns these options with a time before which the job does not run. */
  public JobOptions withNotBefore(Instant notBefore) {
    return new JobOptions(
        priority,
        Optional.of(Arguments.notNull("notBefore", notBefore)),
        deadline,
        key,
        attempts,
        firstPause,
        longestPause,
        keptFor);
  }

  /** Returns these options with a time after which the job is not begun. */
  public JobOptions withDeadline(Instant deadline) {
    return new JobOptions(
        priority,
        notBefore,
        Optional.of(Arguments.notNull("deadline", deadline)),
        key,
        attempts,
        firstPause,
        longestPause,
        keptFor);
  }

  /** Returns these options with a key that only one unfinished job of the kind can have. */
  public JobOptions withKey(String key) {
    return new JobOptions(
        priority,
        notBefore,
        deadline,
        Optional.of(Arguments.notNull("key", key)),
        attempts,
        firstPause,
        longestPause,
        keptFor);
  }

  /** Returns these options with another bound on the attempts. */
  public JobOptions withAttempts(int attempts) {
    return new JobOptions(
        priority, notBefore, deadline, key, attempts, firstPause, longestPause, keptFor);
  }

  /** Returns these options with other pauses between attempts. */
  public JobOptions withPauses(Duration firstPause, Duration longestPause) {
    return new JobOptions(
        priority, notBefore, deadline, key, attempts, firstPause, longestPause, keptFor);
  }

  /** Returns these options with another time for which the finished job is kept. */
  public JobOptions withKeptFor(Duration keptFor) {
    return new JobOptions(
        priority, notBefore, deadline, key, attempts, firstPause, longestPause, keptFor);
  }

  /** Returns the pause after a number of failed attempts, from 1. */
  Duration pauseAfter(int failed) {
    Duration pause = firstPause;
    for (int i = 1; i < failed && !pause.isZero() && pause.compareTo(longestPause) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longestPause) < 0 ? pause : longestPause;
  }
}
