/** Sets of passages, and the scores that searches give to them. */
@NullMarked
package dev.cairn.internal.postings;

import org.jspecify.annotations.NullMarked;
