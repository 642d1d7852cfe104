/** Lists of the passages that something occurs in, kept as rows of compressed blocks. */
@NullMarked
package dev.cairn.internal.postings;

import org.jspecify.annotations.NullMarked;
