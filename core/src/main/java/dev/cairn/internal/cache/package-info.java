/**
 * An in-memory cache of decoded rows that checks the store's version on each read, so it never
 * returns an outdated row.
 */
@NullMarked
package dev.cairn.internal.cache;

import org.jspecify.annotations.NullMarked;
