package dev.cairn.internal.cache;

/**
 * The set of keys that a cached query result depends on, as hashes of key prefixes that cover them.
 * The result is good as long as no key with one of these prefixes has changed.
 *
 * <p>Immutable.
 */
public final class ReadSet {
  /** Says that the result does not depend on which tables there are. */
  public static final int ANY_TABLES = Integer.MAX_VALUE;

  /** The read set of a row, which depends on its own key alone. */
  public static final ReadSet NONE = of(new int[0], ANY_TABLES);

  /** The read set of a result that is good for one version only. */
  public static final ReadSet EVERYTHING = new ReadSet(new int[0], ANY_TABLES, true);

  private final int[] prefixes;
  private final int knownTables;
  private final boolean everything;

  private ReadSet(int[] prefixes, int knownTables, boolean everything) {
    this.prefixes = prefixes;
    this.knownTables = knownTables;
    this.everything = everything;
  }

  /**
   * Returns the read set of some prefixes.
   *
   * @param prefixes their hashes, each followed by that of its table in the namespace; not to be
   *     modified any more
   * @param knownTables where a table was missing, the greatest id that any table had: one that is
   *     made later has a greater one. Else {@link #ANY_TABLES}
   * @return the read set
   */
  public static ReadSet of(int[] prefixes, int knownTables) {
    return new ReadSet(prefixes, knownTables, false);
  }

  /**
   * Returns the hashes of the prefixes.
   *
   * @return the hashes, each followed by that of its table; not to be modified; none where this is
   *     everything
   */
  public int[] prefixes() {
    return prefixes;
  }

  /**
   * Returns the greatest id of a table that the result knows of.
   *
   * @return the id, or {@link #ANY_TABLES}
   */
  public int knownTables() {
    return knownTables;
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
