/** The file format of knowledge graphs. */
@NullMarked
package dev.cairn.tools.graph;

import org.jspecify.annotations.NullMarked;
