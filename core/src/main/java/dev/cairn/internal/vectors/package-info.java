/** Vectors of passages: their rows, the signs of them in memory, and the search for the nearest. */
@NullMarked
package dev.cairn.internal.vectors;

import org.jspecify.annotations.NullMarked;
