package dev.cairn.stored;

/**
 * Counts the effects of bringing rows into a store.
 *
 * @param added rows that are new to the store
 * @param changed rows of the store that have another value now
 * @param unchanged rows that the store had with the same value
 * @param kept rows that were left out since the store had others of their keys
 * @param removed rows of the store that are gone
 */
public record MergeReport(long added, long changed, long unchanged, long kept, long removed) {}
