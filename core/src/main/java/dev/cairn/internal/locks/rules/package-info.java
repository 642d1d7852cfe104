/**
 * The state machine of named locks: who holds a lock, who waits for it, and each step from one
 * state to the next.
 */
@NullMarked
package dev.cairn.internal.locks.rules;

import org.jspecify.annotations.NullMarked;
