/**
 * What happened: the episodes that agents lived through, newest first.
 *
 * <p>Here are also the words that the rooms above share, {@link dev.cairn.episodes.SiteName} for
 * where something happened and {@link dev.cairn.episodes.Outcome} for how it came out.
 */
@NullMarked
package dev.cairn.episodes;

import org.jspecify.annotations.NullMarked;
