/** The files and directories of a store, handled in plain Java without LMDB. */
@NullMarked
package dev.cairn.internal.lmdb.files;

import org.jspecify.annotations.NullMarked;
