package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks what processes have said of the locks that they held, all of them together. */
final class GrantHistory {
  /** Of {@link System#nanoTime()}, which is one clock for all processes of a machine. */
  private record Interval(
      String resource, boolean writing, long token, long ticket, long from, long to) {}

  private final List<Interval> intervals = new ArrayList<>();

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
  }

  int size() {
    return intervals.size();
  }

  /** Fails unless writers were alone, and grants came in the order of the requests. */
  void check() {
    Map<String, List<Interval>> byName = new HashMap<>();
    for (Interval interval : intervals) {
      byName.computeIfAbsent(interval.resource, name -> new ArrayList<>()).add(interval);
    }
    byName.values().forEach(GrantHistory::checkLock);
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
