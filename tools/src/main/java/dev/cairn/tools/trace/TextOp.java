package dev.cairn.tools.trace;

/** A recorded operation that stores texts, which a check can read back and compare. */
public sealed interface TextOp extends Op
    permits EpisodeEnded, PatternFollowed, QuirkSeen, SelectorFound, SkillLearned {

  /**
   * Returns the place of its texts: of two operations with equal places, one replaces the other.
   */
  default Object place() {
    return subject();
  }

  /** Returns whether the store holds the texts of this operation. */
  boolean showsIn(Repositories memory);
}
