package dev.cairn.sites;

import dev.cairn.internal.checks.Arguments;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one site, as it was at one moment; immutable.
 *
 * @param site its name and the visits
 * @param selectors how to find things there, the most reliable first
 * @param quirks what is odd there, the most reported first
 * @param patterns how to do things there, the most recorded first
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
