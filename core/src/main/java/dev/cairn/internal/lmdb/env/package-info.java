/**
 * An open LMDB environment in this process: its memory map, its lock file, and the native calls
 * that LMDB's Java binding lacks.
 */
@NullMarked
package dev.cairn.internal.lmdb.env;

import org.jspecify.annotations.NullMarked;
