/** The formats of a dump: JSON Lines and LMDB's own; see docs/dump-format.md. */
@NullMarked
package dev.cairn.tools.dump;

import org.jspecify.annotations.NullMarked;
