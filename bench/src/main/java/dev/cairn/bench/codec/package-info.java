/** Codecs that encode records for every contender into the same bytes that Cairn stores. */
@NullMarked
package dev.cairn.bench.codec;

import org.jspecify.annotations.NullMarked;
