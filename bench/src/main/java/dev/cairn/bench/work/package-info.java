/** The workloads: a class each, for every contender that can do the work. */
@NullMarked
package dev.cairn.bench.work;

import org.jspecify.annotations.NullMarked;
