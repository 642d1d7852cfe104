/**
 * The turn to write to a store, which one process at a time has: a lock that can be given up by the
 * kernel, and a queue of the processes that wait for it.
 */
@NullMarked
package dev.cairn.internal.lmdb.turn;

import org.jspecify.annotations.NullMarked;
