package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Comparator;

/**
 * A peculiarity of a web site that can confuse agents, and a way around it; immutable.
 *
 * @param site the name of the site
 * @param description describes the oddity
 * @param workaround the way around it; empty if none is known
 * @param reports the number of times that it was recorded
 * @param firstReported the time of the first report
 * @param lastReported the time of the last report
 */
public record Quirk(
    String site,
    String description,
    String workaround,
    long reports,
    Instant firstReported,
    Instant lastReported) {

  /** Quirks with more reports come first. */
  static final Comparator<Quirk> MOST_REPORTED_FIRST =
      Comparator.comparingLong(Quirk::reports).reversed().thenComparing(Quirk::description);

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if anything is null, the site or the description blank, or the
   *     number of reports negative
   */
  public Quirk {
    Arguments.notBlank("site", site);
    Arguments.notBlank("description", description);
    Arguments.notNull("workaround", workaround);
    Arguments.notNegative("reports", reports);
    Arguments.notNull("firstReported", firstReported);
    Arguments.notNull("lastReported", lastReported);
  }

  static Quirk unreported(String site, String description, Instant now) {
    return new Quirk(site, description, "", 0, now, now);
  }

  /** Returns this after one report more; a blank workaround does not replace one that is known. */
  Quirk reported(String newWorkaround, Instant at) {
    return new Quirk(
        site,
        description,
        newWorkaround.isBlank() ? workaround : newWorkaround,
        reports + 1,
        firstReported.isBefore(at) ? firstReported : at,
        lastReported.isAfter(at) ? lastReported : at);
  }

  /** Returns this at another site. */
  Quirk at(String newSite) {
    return new Quirk(newSite, description, workaround, reports, firstReported, lastReported);
  }

  /** Returns this with the reports of {@code other} added; the later workaround stays. */
  Quirk plus(Quirk other) {
    boolean otherIsLater = other.lastReported.isAfter(lastReported);
    boolean takesOther = workaround.isBlank() || (otherIsLater && !other.workaround.isBlank());
    return new Quirk(
        site,
        description,
        takesOther ? other.workaround : workaround,
        reports + other.reports,
        other.firstReported.isBefore(firstReported) ? other.firstReported : firstReported,
        otherIsLater ? other.lastReported : lastReported);
  }
}
