/** What Cairn is measured against, each set up as its own documentation says is best. */
@NullMarked
package dev.cairn.bench.contender;

import org.jspecify.annotations.NullMarked;
