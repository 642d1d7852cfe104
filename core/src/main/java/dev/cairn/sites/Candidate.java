package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;

/**
 * One of the selectors that may find what is wanted on a page, and how it fared; immutable.
 *
 * @param selector the selector itself, in CSS, XPath or what the agents use
 * @param successes how often it found it
 * @param failures how often it did not
 * @param failuresInARow how often it did not since it last did
 */
public record Candidate(String selector, long successes, long failures, long failuresInARow) {

  /** A candidate whose last outcomes, this many, were all failures is failing. */
  public static final int FAILING_IN_A_ROW = 3;

  /**
   * A candidate that failed at least this often, and more than twice as often as it worked, is
   * failing too, even if it works now and then.
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

  /** Returns how often the outcome of trying it was recorded. */
  public long tries() {
    return successes + failures;
  }

  /**
   * Returns how likely it is to work next time, between 0 and 1: (successes + 1) / (tries + 2),
   * Laplace's rule of succession, by which one that was never tried is at a half.
   */
  public double reliability() {
    return (successes + 1.0) / (tries() + 2.0);
  }

  /** Returns whether it keeps failing, as the two constants of this class define it. */
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
