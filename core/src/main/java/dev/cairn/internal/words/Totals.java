package dev.cairn.internal.words;

/**
 * The size of a whole collection, against which the words of one passage are weighed.
 *
 * @param passages the number of its passages
 * @param words the number of their words
 */
public record Totals(long passages, long words) {}
