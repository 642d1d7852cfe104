/** Locks and limits as JMH benchmarks, beside a lock on a file. */
@NullMarked
package dev.cairn.bench.turns;

import org.jspecify.annotations.NullMarked;
