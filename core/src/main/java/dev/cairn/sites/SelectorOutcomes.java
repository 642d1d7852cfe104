package dev.cairn.sites;

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
    Checks.notNegative("successes", successes);
    Checks.notNegative("failures", failures);
  }

  /** Returns how many outcomes were reported. */
  public long total() {
    return successes + failures;
  }
}
