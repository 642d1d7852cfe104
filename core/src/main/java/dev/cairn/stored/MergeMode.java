package dev.cairn.stored;

/** What becomes of the rows that a store has when others are brought in. */
public enum MergeMode {
  /** There must be none. */
  INTO_EMPTY,
  /** They stay, but for those whose keys the new rows have. */
  MERGE,
  /** They stay; a new row whose key there is already is left out. */
  KEEP,
  /** They go: afterwards the store has the new rows and no others. */
  REPLACE
}
