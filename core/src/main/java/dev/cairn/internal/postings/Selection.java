package dev.cairn.internal.postings;

import org.jspecify.annotations.Nullable;

/**
 * Says which passages a search may return, and by how much the score of each counts: all passages
 * with one weight unless it is told otherwise. Immutable.
 */
public final class Selection {
  /** All passages. */
  public static final Selection ALL = new Selection(null, PassageSet.of(), null);

  private final @Nullable PassageSet only;

  /** Empty where {@link #only} is there, which is without them then. */
  private final PassageSet except;

  private final @Nullable Weights weights;

  private Selection(@Nullable PassageSet only, PassageSet except, @Nullable Weights weights) {
    this.only = only;
    this.except = except;
    this.weights = weights;
  }

  /** Tells by how much the score of a passage counts. */
  public interface Weights {
    /** Returns the weight of a passage, from 0 to the greatest. */
    double of(long passage);

    /** Returns a weight that no passage exceeds. */
    double greatest();
  }

  /** Returns the selection of these passages alone; of all if there is no set. */
  public static Selection of(@Nullable PassageSet only) {
    return only == null ? ALL : new Selection(only, PassageSet.of(), null);
  }

  /** Returns this without some passages. */
  public Selection without(PassageSet hidden) {
    return only == null
        ? new Selection(null, except.or(hidden), weights)
        : new Selection(only.andNot(hidden), except, weights);
  }

  /** Returns those of these passages that are in a set. */
  public Selection within(PassageSet set) {
    return new Selection(
        only == null ? set.andNot(except) : only.and(set), PassageSet.of(), weights);
  }

  /** Returns this with scores that are multiplied by weights before the best ones are taken. */
  public Selection weighedBy(Weights by) {
    return new Selection(only, except, by);
  }

  /** Returns the passages that it has, if it names them; null if it has all but some. */
  public @Nullable PassageSet only() {
    return only;
  }

  /** Tells whether it is known to have no passage. */
  public boolean isEmpty() {
    return only != null && only.isEmpty();
  }

  /** Tells whether it has a passage. */
  public boolean contains(long passage) {
    return only != null ? only.contains(passage) : except.isEmpty() || !except.contains(passage);
  }

  /** Tells whether scores have weights. */
  public boolean weighs() {
    return weights != null;
  }

  /** Returns a score with the weight of its passage; one below 0 has none. */
  public double weighed(long passage, double score) {
    return weights == null || score <= 0 ? score : score * weights.of(passage);
  }

  /** Returns the most that a score can become with a weight. */
  public double most(double score) {
    return weights == null || score <= 0 ? score : score * weights.greatest();
  }
}
