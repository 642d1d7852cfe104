/** Counts of what happens to named things, and distributions of how long it took. */
@NullMarked
package dev.cairn.internal.counts;

import org.jspecify.annotations.NullMarked;
