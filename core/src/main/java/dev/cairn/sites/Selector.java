package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How to find one thing on the pages of a site: a primary selector, its fallbacks, and how each of
 * them fared; immutable.
 *
 * <p>A primary that {@linkplain Candidate#isFailing keeps failing} gives way when the selector is
 * read: {@link #current()} is then the most {@linkplain Candidate#reliability reliable} fallback
 * that does not fail; where all do, the one with the fewest failures in a row, so that each gets
 * its turn again. Among equals, the one listed first.
 *
 * @param site the name of the site
 * @param purpose what it finds, such as {@code search_box}
 * @param candidates the primary, then the fallbacks; none if only outcomes were recorded so far
 * @param successes successes of all candidates, also of those that are no longer listed
 * @param failures failures of all candidates, also of those that are no longer listed
 * @param timesCached how often it was cached
 * @param updatedAt when it was last cached or an outcome recorded
 */
public record Selector(
    String site,
    String purpose,
    List<Candidate> candidates,
    long successes,
    long failures,
    long timesCached,
    Instant updatedAt) {

  /** The order of preference among candidates that do not fail. */
  private static final Comparator<Candidate> LEAST_RELIABLE =
      Comparator.comparingDouble(Candidate::reliability);

  private static final Comparator<Candidate> MOST_FAILED =
      Comparator.comparingLong(Candidate::failuresInARow).reversed().thenComparing(LEAST_RELIABLE);

  /** The order in which a reader wants to see the selectors of a site. */
  static final Comparator<Selector> MOST_RELIABLE_FIRST =
      Comparator.comparing((Selector selector) -> selector.currentCandidate().isFailing())
          .thenComparing(Selector::currentCandidate, LEAST_RELIABLE.reversed())
          .thenComparing(Selector::purpose);

  /**
   * Copies the candidates.
   *
   * @throws IllegalArgumentException if anything is null, the site or the purpose blank, or a count
   *     negative
   */
  public Selector {
    Arguments.notBlank("site", site);
    Arguments.notBlank("purpose", purpose);
    candidates = Arguments.copyOf("candidates", candidates);
    Arguments.notNegative("successes", successes);
    Arguments.notNegative("failures", failures);
    Arguments.notNegative("timesCached", timesCached);
    Arguments.notNull("updatedAt", updatedAt);
  }

  static Selector uncached(String site, String purpose, Instant now) {
    return new Selector(site, purpose, List.of(), 0, 0, 0, now);
  }

  /** Returns whether there is a candidate: false if only outcomes were recorded so far. */
  public boolean isCached() {
    return !candidates.isEmpty();
  }

  /**
   * Returns the selector to use now: the primary, or what it gave way to.
   *
   * @throws NoSuchElementException if it is not {@linkplain #isCached cached}; one that {@link
   *     Sites#selector} returns always is
   */
  public String current() {
    return currentCandidate().selector();
  }

  /**
   * Returns the first selector as it was cached, whether it works or not.
   *
   * @throws NoSuchElementException if it is not {@linkplain #isCached cached}
   */
  public String primary() {
    return first().selector();
  }

  /** Returns the other selectors as they were cached. */
  public List<String> fallbacks() {
    return candidates.stream().skip(1).map(Candidate::selector).toList();
  }

  /** Returns all selectors in the order in which to try them, {@link #current()} first. */
  public List<String> inOrder() {
    return candidatesInOrder().stream().map(Candidate::selector).toList();
  }

  /** Returns how {@link #current()} fared. */
  Candidate currentCandidate() {
    Candidate primary = first();
    return primary.isFailing() ? candidatesInOrder().get(0) : primary;
  }

  /** The primary unless it fails, what works by reliability, what fails by the length of that. */
  List<Candidate> candidatesInOrder() {
    List<Candidate> order = new ArrayList<>(candidates.size());
    boolean primaryWorks = isCached() && !first().isFailing();
    if (primaryWorks) {
      order.add(first());
    }
    candidates.stream()
        .skip(primaryWorks ? 1 : 0)
        .filter(candidate -> !candidate.isFailing())
        .sorted(LEAST_RELIABLE.reversed())
        .forEach(order::add);
    candidates.stream()
        .filter(Candidate::isFailing)
        .sorted(MOST_FAILED.reversed())
        .forEach(order::add);
    return order;
  }

  private Candidate first() {
    if (!isCached()) {
      throw new NoSuchElementException(
          "no selector was cached for '%s' of %s".formatted(purpose, site));
    }
    return candidates.get(0);
  }

  /** Returns this with those selectors in place of the others; one that stays keeps its counts. */
  Selector cached(List<String> selectors, Instant now) {
    Set<String> distinct = new LinkedHashSet<>(selectors);
    var known =
        candidates.stream()
            .collect(Collectors.toMap(Candidate::selector, Function.identity(), (a, b) -> a));
    List<Candidate> listed =
        distinct.stream()
            .map(selector -> known.getOrDefault(selector, Candidate.untried(selector)))
            .toList();
    return new Selector(
        site, purpose, listed, successes, failures, timesCached + 1, latest(updatedAt, now));
  }

  /** Returns this after {@link #current()}, if there is one, was tried. */
  Selector tried(boolean success, Instant now) {
    return tried(isCached() ? current() : "", success, now);
  }

  /** Returns this after {@code selector} was tried; one that is not listed counts in the totals. */
  Selector tried(String selector, boolean success, Instant now) {
    Stream<Candidate> counted =
        candidates.stream()
            .map(
                candidate ->
                    candidate.selector().equals(selector) ? candidate.tried(success) : candidate);
    return new Selector(
        site,
        purpose,
        counted.toList(),
        successes + (success ? 1 : 0),
        failures + (success ? 0 : 1),
        timesCached,
        latest(updatedAt, now));
  }

  /** Returns this at another site. */
  Selector at(String newSite) {
    return new Selector(newSite, purpose, candidates, successes, failures, timesCached, updatedAt);
  }

  /** Returns this with the counts of {@code other} added; the list that changed later stays. */
  Selector plus(Selector other) {
    boolean takesOther = !isCached() || (other.isCached() && other.updatedAt.isAfter(updatedAt));
    Selector listed = takesOther ? other : this;
    List<Candidate> added = takesOther ? candidates : other.candidates;
    List<Candidate> sums =
        listed.candidates.stream()
            .map(
                candidate ->
                    added.stream()
                        .filter(each -> each.selector().equals(candidate.selector()))
                        .reduce(candidate, Candidate::plus))
            .toList();
    return new Selector(
        site,
        purpose,
        sums,
        successes + other.successes,
        failures + other.failures,
        timesCached + other.timesCached,
        latest(updatedAt, other.updatedAt));
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
