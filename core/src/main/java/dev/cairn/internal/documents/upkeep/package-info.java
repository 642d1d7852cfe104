/** Checks the indexes of documents, makes them anew, and embeds collections with another model. */
@NullMarked
package dev.cairn.internal.documents.upkeep;

import org.jspecify.annotations.NullMarked;
