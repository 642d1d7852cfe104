/** Named locks that threads of any number of processes take in turn, fairly, and never for ever. */
@NullMarked
package dev.cairn.locks;

import org.jspecify.annotations.NullMarked;
