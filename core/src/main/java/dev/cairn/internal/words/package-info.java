/** Texts as words, and the search for passages by them. */
@NullMarked
package dev.cairn.internal.words;

import org.jspecify.annotations.NullMarked;
