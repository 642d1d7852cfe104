package dev.cairn.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A queue of one kind of jobs in memory, as simple as can be: a list that is searched. */
final class JobModel {
  /** A job of the model. */
  static final class Entry {
    final long number;
    final JobOptions options;
    JobStatus status;
    Instant since;
    int attempts;
    long token;
    Optional<Instant> leaseUntil = Optional.empty();

    Entry(long number, JobOptions options) {
      this.number = number;
      this.options = options;
    }

    void to(JobStatus next, Instant time) {
      status = next;
      since = time;
    }

    @Override
    public String toString() {
      return "%d %s since %s, attempt %d, token %d"
          .formatted(number, status, since, attempts, token);
    }
  }

  private final List<Entry> all = new ArrayList<>();
  private long numbers;
  private long tokens;

  List<Entry> all() {
    return all;
  }

  private boolean hasKey(String key) {
    return all.stream()
        .anyMatch(e -> !e.status.finished() && e.options.key().equals(Optional.of(key)));
  }

  long submit(JobOptions options, Instant now) {
    if (options.key().filter(this::hasKey).isPresent()) {
      return all.stream()
          .filter(e -> !e.status.finished() && e.options.key().equals(options.key()))
          .findFirst()
          .orElseThrow()
          .number;
    }
    Entry entry = new Entry(++numbers, options);
    boolean delayed = options.notBefore().filter(now::isBefore).isPresent();
    entry.to(
        delayed ? JobStatus.DELAYED : JobStatus.READY,
        delayed ? options.notBefore().orElseThrow() : now);
    all.add(entry);
    return entry.number;
  }

  Optional<Entry> claim(Optional<Duration> lease, Instant now) {
    for (Entry entry : all) {
      if (entry.status == JobStatus.CLAIMED
          && entry.leaseUntil.filter(until -> !now.isBefore(until)).isPresent()) {
        end(entry, Optional.empty(), now);
      }
    }
    for (Entry entry : all) {
      if (entry.status == JobStatus.DELAYED && !now.isBefore(entry.since)) {
        entry.to(JobStatus.READY, now);
      }
    }
    Comparator<Entry> turn = Comparator.comparingInt(e -> -e.options.priority());
    List<Entry> ready =
        all.stream()
            .filter(e -> e.status == JobStatus.READY)
            .sorted(turn.thenComparing(e -> e.number))
            .toList();
    for (Entry entry : ready) {
      if (entry.options.deadline().filter(now::isAfter).isPresent()) {
        entry.to(JobStatus.DEAD, now);
      } else {
        entry.to(JobStatus.CLAIMED, now);
        entry.attempts++;
        entry.token = ++tokens;
        entry.leaseUntil = lease.map(now::plus);
        return Optional.of(entry);
      }
    }
    return Optional.empty();
  }

  void fail(Entry entry, Instant now) {
    Duration pause = entry.options.firstPause();
    for (int i = 1; i < entry.attempts; i++) {
      pause = pause.multipliedBy(2);
    }
    Duration longest = entry.options.longestPause();
    end(entry, Optional.of(pause.compareTo(longest) < 0 ? pause : longest), now);
  }

  private static void end(Entry entry, Optional<Duration> pause, Instant now) {
    if (entry.attempts >= entry.options.attempts()) {
      entry.to(JobStatus.DEAD, now);
    } else if (pause.isPresent()) {
      entry.to(JobStatus.DELAYED, now.plus(pause.get()));
    } else {
      entry.to(JobStatus.READY, now);
    }
  }

  boolean retry(Entry entry, Instant now) {
    if ((entry.status != JobStatus.DEAD && entry.status != JobStatus.CANCELLED)
        || entry.options.key().filter(this::hasKey).isPresent()) {
      return false;
    }
    entry.attempts = 0;
    entry.to(JobStatus.READY, now);
    return true;
  }

  int prune(Instant now) {
    int before = all.size();
    all.removeIf(e -> e.status.finished() && !now.isBefore(e.since.plus(e.options.keptFor())));
    return before - all.size();
  }

  Map<JobStatus, Long> counts() {
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    for (JobStatus status : JobStatus.values()) {
      counts.put(status, all.stream().filter(e -> e.status == status).count());
    }
    return counts;
  }
}
