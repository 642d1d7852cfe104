/** The stores that Cairn is measured against, each set up as its own documentation advises. */
@NullMarked
package dev.cairn.bench.contender;

import org.jspecify.annotations.NullMarked;
