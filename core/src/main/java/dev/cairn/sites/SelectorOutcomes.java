package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;

/**
 * How often agents reported that finding one thing on a site worked and did not, by whichever
 * selector.
 *
 * @param successes how often it worked
 * @param failures how often it did not
 */
public record SelectorOutcomes(long successes, long failures) {
  /** Checks that no count is negative. */
  public SelectorOutcomes {
    Arguments.notNegative("successes", successes);
    Arguments.notNegative("failures", failures);
  }

  /** Returns how many outcomes were reported. */
  public long total() {
    return successes + failures;
  }
}
