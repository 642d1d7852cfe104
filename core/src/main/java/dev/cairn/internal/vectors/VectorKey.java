package dev.cairn.internal.vectors;

/**
 * The key of the row that holds the vector of one passage.
 *
 * @param collection the number of the collection in its namespace
 * @param passage the number of the passage in its collection
 */
record VectorKey(int collection, long passage) {}
