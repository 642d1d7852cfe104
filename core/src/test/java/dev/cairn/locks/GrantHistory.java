package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** Checks what processes have said of the locks that they held, all of them together. */
final class GrantHistory {
  /** Of {@link System#nanoTime()}, which is one clock for all processes of a machine. */
  private record Interval(
      String resource, boolean writing, long token, long ticket, long from, long to) {}

  private final List<Interval> intervals = new ArrayList<>();

  /** The locks that processes held when they were killed. */
  private final List<Interval> killed = new ArrayList<>();

  /**
   * Adds the lines of one process.
   *
   * @param ended a time before the end of the process, until which it held what it did not release
   */
  void add(List<String> lines, long ended) {
    Map<Long, Interval> open = new HashMap<>();
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      if (words.length < 6 || !line.matches(".*\t[0-9]{6,}")) {
        continue; // cut off by the kill
      }
      long token = Long.parseLong(words[3]);
      long time = Long.parseLong(words[5]);
      Interval before = open.remove(token);
      if (words[0].equals("+")) {
        open.put(
            token,
            new Interval(
                words[1], words[2].equals("w"), token, Long.parseLong(words[4]), time, ended));
      } else {
        intervals.add(
            new Interval(before.resource, before.writing, token, before.ticket, before.from, time));
      }
    }
    intervals.addAll(open.values());
    killed.addAll(open.values());
  }

  /**
   * Returns the longest time from the kill of a writer, or of the last reader, to the next grant of
   * its lock; zero if there is none. It means something only for locks that are always waited for.
   */
  Duration longestLoss() {
    long longest = 0;
    for (Interval lost : killed) {
      List<Interval> others =
          intervals.stream()
              .filter(other -> other.resource.equals(lost.resource) && other.token != lost.token)
              .toList();
      boolean shared =
          others.stream().anyMatch(other -> other.from < lost.to && other.to > lost.to);
      OptionalLong next =
          others.stream().mapToLong(Interval::from).filter(from -> from > lost.to).min();
      if (!shared && next.isPresent()) {
        longest = Math.max(longest, next.getAsLong() - lost.to);
      }
    }
    return Duration.ofNanos(longest);
  }

  /** Returns the longest time for which nobody held a lock between two of its grants. */
  Duration longestGap() {
    long longest = 0;
    for (List<Interval> grants : byName().values()) {
      grants.sort(Comparator.comparingLong(Interval::from));
      long held = grants.get(0).from;
      for (Interval grant : grants) {
        longest = Math.max(longest, grant.from - held);
        held = Math.max(held, grant.to);
      }
    }
    return Duration.ofNanos(longest);
  }

  int size() {
    return intervals.size();
  }

  /**
   * Fails unless writers were alone, grants came in the order of the requests, and each token of
   * whichever lock was given once.
   */
  void check() {
    assertThat(intervals.stream().map(Interval::token)).as("tokens").doesNotHaveDuplicates();
    byName().values().forEach(GrantHistory::checkLock);
  }

  private Map<String, List<Interval>> byName() {
    Map<String, List<Interval>> byName = new HashMap<>();
    for (Interval interval : intervals) {
      byName.computeIfAbsent(interval.resource, name -> new ArrayList<>()).add(interval);
    }
    return byName;
  }

  private static void checkLock(List<Interval> grants) {
    grants.sort(Comparator.comparingLong(Interval::token));
    Interval lastWriter = null;
    Interval lastReader = null;
    Interval last = null;
    for (Interval grant : grants) {
      if (last != null) {
        assertThat(grant.token).as("tokens are unique").isGreaterThan(last.token);
        assertThat(grant.ticket).as("%s after %s", grant, last).isGreaterThan(last.ticket);
      }
      if (lastWriter != null) {
        assertThat(grant.from).as("%s after %s", grant, lastWriter).isGreaterThan(lastWriter.to);
      }
      if (grant.writing) {
        if (lastReader != null) {
          assertThat(grant.from).as("%s after %s", grant, lastReader).isGreaterThan(lastReader.to);
        }
        lastWriter = grant;
      } else if (lastReader == null || lastReader.to < grant.to) {
        lastReader = grant; // the one that reads for longest
      }
      last = grant;
    }
  }
}
