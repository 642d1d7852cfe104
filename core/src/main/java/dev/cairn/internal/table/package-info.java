/** Typed tables in a store: transactions, the catalogue, and the cache in front. */
@NullMarked
package dev.cairn.internal.table;

import org.jspecify.annotations.NullMarked;
