/**
 * Requests for named locks on behalf of callers, the places where the state of locks is kept, and
 * the watch of those who wait.
 */
@NullMarked
package dev.cairn.internal.locks;

import org.jspecify.annotations.NullMarked;
