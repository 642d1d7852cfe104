package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import java.util.List;
import java.util.Optional;

/**
 * All stored knowledge about one web site at one moment; immutable.
 *
 * @param site its name and the statistics of its visits
 * @param selectors its selectors, the most reliable first
 * @param quirks its quirks, the most reported first
 * @param patterns its action patterns, the most recorded first
 */
public record SiteProfile(
    Site site, List<Selector> selectors, List<Quirk> quirks, List<ActionPattern> patterns) {

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if anything is null
   */
  public SiteProfile {
    Arguments.notNull("site", site);
    selectors = Arguments.copyOf("selectors", selectors);
    quirks = Arguments.copyOf("quirks", quirks);
    patterns = Arguments.copyOf("patterns", patterns);
  }

  /** Returns the selector for {@code purpose}, if one is known. */
  public Optional<Selector> selector(String purpose) {
    return selectors.stream().filter(each -> each.purpose().equals(purpose)).findFirst();
  }

  /** Returns the actions for {@code task}, if they are known. */
  public Optional<ActionPattern> pattern(String task) {
    return patterns.stream().filter(each -> each.task().equals(task)).findFirst();
  }
}
