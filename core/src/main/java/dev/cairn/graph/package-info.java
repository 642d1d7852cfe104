/** A knowledge graph: entities, typed relations between them, and timed observations about them. */
@NullMarked
package dev.cairn.graph;

import org.jspecify.annotations.NullMarked;
