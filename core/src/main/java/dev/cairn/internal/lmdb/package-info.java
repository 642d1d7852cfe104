/** The engine over LMDB: stores that are open in this JVM, their transactions and change log. */
@NullMarked
package dev.cairn.internal.lmdb;

import org.jspecify.annotations.NullMarked;
