/** Writes what a memory knows to files for other programs. */
@NullMarked
package dev.cairn.tools.exports;

import org.jspecify.annotations.NullMarked;
