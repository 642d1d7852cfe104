/**
 * The read transactions of one environment: a pool, a queue for reader slots, and pauses while the
 * memory map grows.
 */
@NullMarked
package dev.cairn.internal.lmdb.readers;

import org.jspecify.annotations.NullMarked;
