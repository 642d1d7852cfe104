/** The workloads: one class for each, measured for every contender that can do the work. */
@NullMarked
package dev.cairn.bench.work;

import org.jspecify.annotations.NullMarked;
