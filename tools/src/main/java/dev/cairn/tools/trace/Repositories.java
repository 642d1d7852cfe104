package dev.cairn.tools.trace;

import dev.cairn.Memory;
import dev.cairn.episodes.Episodes;
import dev.cairn.sites.Sites;
import dev.cairn.skills.Skills;

/**
 * The repositories of which a trace tells.
 *
 * @param sites what agents know of sites
 * @param skills what they can do
 * @param episodes what happened to them
 */
public record Repositories(Sites sites, Skills skills, Episodes episodes) {
  /** Returns those of {@code memory}. */
  public static Repositories of(Memory memory) {
    return new Repositories(memory.sites(), memory.skills(), memory.episodes());
  }
}
