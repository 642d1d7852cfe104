package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.engine.Range;
import org.jspecify.annotations.Nullable;

/**
 * Describes one fault of an LMDB data file, in a page or in the whole file.
 *
 * @param database the database whose tree led to it; {@link PageCheck#FREE} for the free list,
 *     {@link PageCheck#MAIN} for the names of the databases, null for the file itself
 * @param page the page, or null if no single page is at fault
 * @param problem the fault
 * @param lost the range of keys that cannot be reached because of the fault: the single key of a
 *     large value, or the range that the pages above give for the page; null if the fault is not
 *     tied to such a range
 */
public record Damage(
    @Nullable String database, @Nullable Long page, String problem, @Nullable Range lost) {}
