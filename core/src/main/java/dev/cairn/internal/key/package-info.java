/** Keys as bytes: tuples of typed components whose byte order is the order of their values. */
@NullMarked
package dev.cairn.internal.key;

import org.jspecify.annotations.NullMarked;
