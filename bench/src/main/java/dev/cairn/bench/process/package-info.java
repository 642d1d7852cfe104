/** Measurements of whole processes: starting, writing at once, syncing, filling a disk. */
@NullMarked
package dev.cairn.bench.process;

import org.jspecify.annotations.NullMarked;
