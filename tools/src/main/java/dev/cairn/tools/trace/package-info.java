/** Traces: files of operations of agents, one JSON object a line. */
@NullMarked
package dev.cairn.tools.trace;

import org.jspecify.annotations.NullMarked;
