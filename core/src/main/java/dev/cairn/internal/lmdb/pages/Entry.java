package dev.cairn.internal.lmdb.pages;

import org.jspecify.annotations.Nullable;

/**
 * A key and its value, read from a leaf page of an LMDB data file.
 *
 * @param key the key
 * @param value the value, or null if it stands on pages that cannot be read
 * @param page the leaf page
 * @param subTree whether the value is the record of a database
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; a copy an entry would be waste
public record Entry(byte[] key, byte @Nullable [] value, long page, boolean subTree) {}
