/**
 * Typed tables: their definitions, keys and indexes, and the transactions that read and write them.
 */
@NullMarked
package dev.cairn.table;

import org.jspecify.annotations.NullMarked;
