/** The read cache that is never stale: coherent across threads and processes. */
@NullMarked
package dev.cairn.internal.cache;

import org.jspecify.annotations.NullMarked;
