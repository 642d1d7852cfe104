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
 * The selectors that find one element on the pages of a site, a primary one and its fallbacks, with
 * their success counts; immutable.
 *
 * <p>While the primary {@linkplain Candidate#isFailing fails}, {@link #current()} is the most
 * {@linkplain Candidate#reliability reliable} fallback that does not fail. If all fail, it is the
 * one with the fewest failures in a row, so that each is tried again. Among equals the first in the
 * list is chosen.
 *
 * @param site the name of the site
 * @param purpose names the element, such as {@code search_box}
 * @param candidates the primary, then the fallbacks; none if only outcomes were recorded so far
 * @param successes successes of all candidates, also of those that are no longer listed
 * @param failures failures of all candidates, also of those that are no longer listed
 * @param timesCached the number of times that it was cached
 * @param updatedAt the time of the last caching or recorded outcome
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

  /** Selectors that work come before failing ones, more reliable ones first. */
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
   * Returns the selector to use now: the primary, or a fallback while the primary fails.
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

  /** Returns the candidate of {@link #current()}. */
  Candidate currentCandidate() {
    Candidate primary = first();
    return primary.isFailing() ? candidatesInOrder().get(0) : primary;
  }

  /**
   * The primary unless it fails, then the healthy candidates by reliability, then the failing ones,
   * fewest failures in a row first.
   */
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

  /** Returns this with {@code selectors} as its list; a selector in both lists keeps its counts. */
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

  /**
   * Returns this with one more outcome of {@link #current()}, or in the totals if there is none.
   */
  Selector tried(boolean success, Instant now) {
    return tried(isCached() ? current() : "", success, now);
  }

  /** Returns this with one more outcome of {@code selector}; the totals count unlisted ones too. */
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

  /**
   * One of several selectors for the same element of a page, with counts of its outcomes;
   * immutable.
   *
   * @param selector the selector itself, in CSS, XPath or any other notation of the agents
   * @param successes the number of times that it found the element
   * @param failures the number of times that it did not
   * @param failuresInARow the number of failures since the last success
   */
  public record Candidate(String selector, long successes, long failures, long failuresInARow) {

    /** A candidate with this many failures since its last success is failing. */
    public static final int FAILING_IN_A_ROW = 3;

    /**
     * A candidate with at least this many failures in all, and more than twice as many failures as
     * successes, is failing too.
     */
    public static final int FAILING_IN_ALL = 5;

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the selector is null or blank, or a count negative
     */
    public Candidate {
      Arguments.notBlank("selector", selector);
      Arguments.notNegative("successes", successes);
      Arguments.notNegative("failures", failures);
      Arguments.notNegative("failuresInARow", failuresInARow);
    }

    static Candidate untried(String selector) {
      return new Candidate(selector, 0, 0, 0);
    }

    /** Returns the number of recorded outcomes. */
    public long tries() {
      return successes + failures;
    }

    /**
     * Returns the estimated probability of success next time, between 0 and 1: (successes + 1) /
     * (tries + 2), by Laplace's rule of succession. It is one half without any try.
     */
    public double reliability() {
      return (successes + 1.0) / (tries() + 2.0);
    }

    /** Returns whether it is failing by one of the two limits of this class. */
    public boolean isFailing() {
      return failuresInARow >= FAILING_IN_A_ROW
          || (failures >= FAILING_IN_ALL && failures > 2 * successes);
    }

    Candidate tried(boolean success) {
      return success
          ? new Candidate(selector, successes + 1, failures, 0)
          : new Candidate(selector, successes, failures + 1, failuresInARow + 1);
    }

    /** Returns this with the counts of {@code other} added, but the failures in a row of this. */
    Candidate plus(Candidate other) {
      return new Candidate(
          selector, successes + other.successes, failures + other.failures, failuresInARow);
    }
  }

  /**
   * Counts of the reported outcomes of all selectors for one element of a site.
   *
   * @param successes the number of times that the element was found
   * @param failures the number of times that it was not
   */
  public record Outcomes(long successes, long failures) {
    /** Checks that no count is negative. */
    public Outcomes {
      Arguments.notNegative("successes", successes);
      Arguments.notNegative("failures", failures);
    }

    /** Returns the number of reported outcomes. */
    public long total() {
      return successes + failures;
    }
  }
}
