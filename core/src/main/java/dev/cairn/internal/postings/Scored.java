package dev.cairn.internal.postings;

/**
 * A passage that a search found, and how well it fits.
 *
 * @param passage the number of the passage in its collection
 * @param score the score; the greater, the better
 */
public record Scored(long passage, double score) {}
