package dev.cairn.tools.trace;

/** An operation that stores texts, which can be read back and compared. */
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
