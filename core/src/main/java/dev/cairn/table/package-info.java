/**
 * Typed tables over the engine: keys, indexes, transactions and the self-describing record codec.
 */
@NullMarked
package dev.cairn.table;

import org.jspecify.annotations.NullMarked;
