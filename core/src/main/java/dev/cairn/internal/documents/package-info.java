/** The rows of documents and the indexes that follow from them: kept, filtered, searched. */
@NullMarked
package dev.cairn.internal.documents;

import org.jspecify.annotations.NullMarked;
