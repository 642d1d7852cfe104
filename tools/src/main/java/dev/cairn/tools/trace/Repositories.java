package dev.cairn.tools.trace;

import dev.cairn.Memory;
import dev.cairn.episodes.Episodes;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skills;

/**
 * Groups the parts of a store that recorded operations change: sites, skills and episodes.
 *
 * @param sites visits, selectors, quirks and patterns
 * @param skills skills and their use
 * @param episodes episodes
 */
public record Repositories(Sites sites, Skills skills, Episodes episodes) {
  /** Returns the repositories of {@code memory}. */
  public static Repositories of(Memory memory) {
    return new Repositories(memory.sites(), memory.skills(), memory.episodes());
  }
}
