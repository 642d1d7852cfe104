/** The door: opening a store, its memories, its statistics and the exceptions of every room. */
@NullMarked
package dev.cairn;

import org.jspecify.annotations.NullMarked;
