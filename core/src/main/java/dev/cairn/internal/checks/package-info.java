/** Checks of arguments, and sums of durations that cannot overflow, for every package. */
@NullMarked
package dev.cairn.internal.checks;

import org.jspecify.annotations.NullMarked;
