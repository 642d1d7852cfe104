/** The workloads: a class each, with a benchmark method for each contender. */
@NullMarked
package dev.cairn.bench.work;

import org.jspecify.annotations.NullMarked;
