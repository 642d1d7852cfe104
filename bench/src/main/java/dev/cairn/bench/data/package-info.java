/** The records, keys and stores that all contenders are measured with. */
@NullMarked
package dev.cairn.bench.data;

import org.jspecify.annotations.NullMarked;
