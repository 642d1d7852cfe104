package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.Comparator;

/**
 * Something odd about a site, and what to do about it; immutable.
 *
 * @param site the name of the site
 * @param description what is odd
 * @param workaround what to do about it; empty if nobody knows
 * @param reports how often it was recorded
 * @param firstReported when it was recorded first
 * @param lastReported when it was recorded last
 */
public record Quirk(
    String site,
    String description,
    String workaround,
    long reports,
    Instant firstReported,
    Instant lastReported) {

  /** What more agents ran into comes first. */
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
