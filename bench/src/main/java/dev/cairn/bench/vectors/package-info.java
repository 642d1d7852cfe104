/** Search for the nearest vectors as JMH benchmarks, beside Lucene's graph of vectors. */
@NullMarked
package dev.cairn.bench.vectors;

import org.jspecify.annotations.NullMarked;
