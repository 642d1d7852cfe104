/** The records as bytes, the same for every contender: those that Cairn itself stores. */
@NullMarked
package dev.cairn.bench.codec;

import org.jspecify.annotations.NullMarked;
