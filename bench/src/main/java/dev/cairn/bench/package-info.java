/** JMH benchmarks: Cairn beside what its user would pick instead, on the same work. */
@NullMarked
package dev.cairn.bench;

import org.jspecify.annotations.NullMarked;
