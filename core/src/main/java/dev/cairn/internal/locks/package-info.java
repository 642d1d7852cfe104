/**
 * The rules by which named locks are granted, the places where their state is kept, and the threads
 * that ask for them on behalf of callers.
 */
@NullMarked
package dev.cairn.internal.locks;

import org.jspecify.annotations.NullMarked;
