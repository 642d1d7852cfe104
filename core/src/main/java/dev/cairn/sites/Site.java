package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.checks.TotalTime;
import dev.cairn.values.SiteName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A web site and the statistics of its visits; immutable.
 *
 * @param name its {@linkplain SiteName name}
 * @param visits the number of visits; zero if only other records made the site known
 * @param totalTime the duration of all visits together
 * @param firstVisit the time of the earliest visit
 * @param lastVisit the time of the latest visit
 */
public record Site(
    String name,
    long visits,
    Duration totalTime,
    Optional<Instant> firstVisit,
    Optional<Instant> lastVisit) {
  static final Comparator<Site> MOST_VISITED_FIRST =
      Comparator.comparingLong(Site::visits).reversed().thenComparing(Site::name);

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

  /** Returns the average duration of a visit; zero without any. */
  public Duration averageTime() {
    return visits == 0 ? Duration.ZERO : totalTime.dividedBy(visits);
  }

  static Site unvisited(String name) {
    return new Site(name, 0, Duration.ZERO, Optional.empty(), Optional.empty());
  }

  /** Returns this with one more visit; visits arrive in any order, from clocks that differ. */
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
        TotalTime.plus(totalTime, other.totalTime),
        Stream.concat(firstVisit.stream(), other.firstVisit.stream())
            .min(Comparator.naturalOrder()),
        Stream.concat(lastVisit.stream(), other.lastVisit.stream()).max(Comparator.naturalOrder()));
  }
}
