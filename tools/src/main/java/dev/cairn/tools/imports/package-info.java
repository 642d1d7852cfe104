/** Brings into a memory what other programs have stored; a reader for each format. */
@NullMarked
package dev.cairn.tools.imports;

import org.jspecify.annotations.NullMarked;
