package dev.cairn.maintenance;

/**
 * What a copy holds.
 *
 * @param entries rows and index entries
 * @param bytes the size of its data file
 */
public record CopyReport(long entries, long bytes) {}
