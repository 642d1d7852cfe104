/** The benchmarks: Cairn and its alternatives measured at the same work. */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
