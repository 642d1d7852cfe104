/** The engine over LMDB: the only room that knows {@code org.lmdbjava}. */
@NullMarked
package dev.cairn.internal.lmdb;

import org.jspecify.annotations.NullMarked;
