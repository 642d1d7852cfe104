package dev.cairn.tools.trace;

/** An operation that says something that the store keeps word for word. */
public sealed interface Told extends Op
    permits EpisodeEnded, PatternFollowed, QuirkSeen, SelectorFound, SkillLearned {

  /** Returns where its words are kept: of two with equal places, one replaces the other. */
  default Object place() {
    return subject();
  }

  /** Returns whether the store says what this says. */
  boolean showsIn(Repositories memory);
}
