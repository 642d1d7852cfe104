package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;

/**
 * One of several selectors for the same element of a page, with counts of its outcomes; immutable.
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
