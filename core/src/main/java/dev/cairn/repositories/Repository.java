package dev.cairn.repositories;

import java.time.Instant;

/**
 * A directory of source files that was synced, under its name.
 *
 * @param name the name
 * @param directory the absolute directory that it was last synced from
 * @param files the number of files that can be searched
 * @param changedAt when a sync last changed something
 */
public record Repository(String name, String directory, long files, Instant changedAt) {}
