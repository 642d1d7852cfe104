package dev.cairn.repositories;

/**
 * A passage of a source file that a search has found.
 *
 * @param repository the name of the repository
 * @param path the path of the file in its repository, with '/' between its names
 * @param firstLine the number of the passage's first line, from 1
 * @param lastLine the number of its last line
 * @param text the passage
 * @param score the score of the search, greater for a better hit
 */
public record SourceHit(
    String repository, String path, int firstLine, int lastLine, String text, double score) {}
