/**
 * Waiting for a change of what was read: threads, futures and listeners that a commit of any
 * process wakes.
 */
@NullMarked
package dev.cairn.internal.waiting;

import org.jspecify.annotations.NullMarked;
