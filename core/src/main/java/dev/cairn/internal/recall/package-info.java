/** What all collections of an opened store share: embedders, analyses, mirrors of vectors. */
@NullMarked
package dev.cairn.internal.recall;

import org.jspecify.annotations.NullMarked;
