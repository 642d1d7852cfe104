/**
 * State that the processes of one machine share until it restarts, and the knowledge which of these
 * processes are alive.
 */
@NullMarked
package dev.cairn.internal.machine;

import org.jspecify.annotations.NullMarked;
