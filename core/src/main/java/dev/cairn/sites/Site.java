package dev.cairn.sites;

import dev.cairn.episodes.TotalTime;
import dev.cairn.internal.checks.Arguments;
import dev.cairn.values.SiteName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A web site that agents know, and their visits to it; immutable.
 *
 * @param name its {@linkplain SiteName name}
 * @param visits how often it was visited; zero if it is known otherwise only
 * @param totalTime how long all visits took together
 * @param firstVisit when it was visited first
 * @param lastVisit when it was visited last
 */
public record Site(
    String name,
    long visits,
    Duration totalTime,
    Optional<Instant> firstVisit,
    Optional<Instant> lastVisit) {

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the name blank, or a number negative
   */
  public Site {
    Arguments.notBlank("name", name);
    Arguments.notNegative("visits", visits);
    Arguments.notNegative("totalTime", totalTime);
    Arguments.notNull("firstVisit", firstVisit);
    Arguments.notNull("lastVisit", lastVisit);
  }

  /** Returns how long a visit took on average; zero if there was none. */
  public Duration averageTime() {
    return visits == 0 ? Duration.ZERO : totalTime.dividedBy(visits);
  }

  static Site unvisited(String name) {
    return new Site(name, 0, Duration.ZERO, Optional.empty(), Optional.empty());
  }

  /** Returns this after one visit more; visits arrive in any order, from clocks that differ. */
  Site visited(Duration took, Instant at) {
    return new Site(
        name,
        visits + 1,
        TotalTime.plus(totalTime, took),
        firstVisit.filter(first -> first.isBefore(at)).or(() -> Optional.of(at)),
        lastVisit.filter(last -> last.isAfter(at)).or(() -> Optional.of(at)));
  }

  /** Returns this under another name. */
  Site named(String newName) {
    return new Site(newName, visits, totalTime, firstVisit, lastVisit);
  }

  /** Returns this with the visits of {@code other} added. */
  Site plus(Site other) {
    return new Site(
        name,
        visits + other.visits,
        totalTime.plus(other.totalTime),
        Stream.concat(firstVisit.stream(), other.firstVisit.stream())
            .min(Comparator.naturalOrder()),
        Stream.concat(lastVisit.stream(), other.lastVisit.stream()).max(Comparator.naturalOrder()));
  }
}
