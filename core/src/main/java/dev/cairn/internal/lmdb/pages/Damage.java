package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.engine.Range;
import org.jspecify.annotations.Nullable;

/**
 * One fault of a page or of a whole file.
 *
 * @param database the database whose tree led to it; {@link PageCheck#FREE} for the free list,
 *     {@link PageCheck#MAIN} for the names of the databases, null for the file itself
 * @param page the page, or null if no single page is at fault
 * @param problem the fault
 * @param lost the keys that are out of reach because of it, or null: as the pages above bound them
 */
public record Damage(
    @Nullable String database, @Nullable Long page, String problem, @Nullable Range lost) {}
