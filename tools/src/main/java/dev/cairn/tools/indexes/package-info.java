/** The verb {@code cairn reindex}, and the check of the indexes of documents. */
@NullMarked
package dev.cairn.tools.indexes;

import org.jspecify.annotations.NullMarked;
