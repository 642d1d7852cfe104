/** Search of documents by words, by meaning and by both, beside Lucene and SQLite's extensions. */
@NullMarked
package dev.cairn.bench.recall;

import org.jspecify.annotations.NullMarked;
