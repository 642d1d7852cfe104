package dev.cairn.internal.cache;

/**
 * The keys that a result depends on, as hashes of prefixes that cover them: the result is good as
 * long as no key with one of these prefixes has changed.
 *
 * <p>Immutable.
 */
public final class ReadSet {
  /** The read set of a row, which depends on its own key alone. */
  public static final ReadSet NONE = new ReadSet(new int[0], false);

  /** The read set of a result that is good for one version only. */
  public static final ReadSet EVERYTHING = new ReadSet(new int[0], true);

  private final int[] prefixes;
  private final boolean everything;

  private ReadSet(int[] prefixes, boolean everything) {
    this.prefixes = prefixes;
    this.everything = everything;
  }

  /**
   * Returns the read set of some prefixes.
   *
   * @param prefixes their hashes, not to be modified any more
   * @return the read set
   */
  public static ReadSet of(int[] prefixes) {
    return new ReadSet(prefixes, false);
  }

  /**
   * Returns the hashes of the prefixes.
   *
   * @return the hashes, not to be modified; none where this is everything
   */
  public int[] prefixes() {
    return prefixes;
  }

  /**
   * Tells whether each commit, whatever it changes, ends what was read.
   *
   * @return true if no prefixes are known
   */
  public boolean isEverything() {
    return everything;
  }
}
