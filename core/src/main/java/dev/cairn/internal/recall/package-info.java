/** The parts that all collections of an opened store share: embedders, analyses, mirrors. */
@NullMarked
package dev.cairn.internal.recall;

import org.jspecify.annotations.NullMarked;
