/** The counts of limits: Bucket4j with the store as its backend. */
@NullMarked
package dev.cairn.internal.limits;

import org.jspecify.annotations.NullMarked;
