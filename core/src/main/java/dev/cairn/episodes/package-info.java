/** What happened: the episodes that agents recorded, found newest first. */
@NullMarked
package dev.cairn.episodes;

import org.jspecify.annotations.NullMarked;
