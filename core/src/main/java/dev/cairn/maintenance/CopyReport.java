package dev.cairn.maintenance;

/**
 * The figures of a copy.
 *
 * @param entries rows and index entries
 * @param bytes the size of its data file
 */
public record CopyReport(long entries, long bytes) {}
