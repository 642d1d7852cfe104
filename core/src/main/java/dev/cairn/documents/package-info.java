/** Documents: texts with metadata, found by their words, by their meaning, and by filters. */
@NullMarked
package dev.cairn.documents;

import org.jspecify.annotations.NullMarked;
