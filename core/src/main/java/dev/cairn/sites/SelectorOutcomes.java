package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;

/**
 * Counts of the reported outcomes of all selectors for one element of a site.
 *
 * @param successes the number of times that the element was found
 * @param failures the number of times that it was not
 */
public record SelectorOutcomes(long successes, long failures) {
  /** Checks that no count is negative. */
  public SelectorOutcomes {
    Arguments.notNegative("successes", successes);
    Arguments.notNegative("failures", failures);
  }

  /** Returns the number of reported outcomes. */
  public long total() {
    return successes + failures;
  }
}
