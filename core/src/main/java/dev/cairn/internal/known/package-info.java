/**
 * The repositories of a namespace as texts for the index of recall: episodes, skills, quirks and
 * entities of the graph.
 */
@NullMarked
package dev.cairn.internal.known;

import org.jspecify.annotations.NullMarked;
