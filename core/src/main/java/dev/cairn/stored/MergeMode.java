package dev.cairn.stored;

/** The treatment of a store's own rows when others are brought in. */
public enum MergeMode {
  /** The store must be empty. */
  INTO_EMPTY,
  /** Own rows stay; a new row replaces the own row of its key. */
  MERGE,
  /** Own rows stay; a new row is left out if the store has its key. */
  KEEP,
  /** Own rows are removed: afterwards the store has exactly the new rows. */
  REPLACE
}
