/** Traces: what agents did, one JSON object a line (DESIGN.md, "Traces"). */
@NullMarked
package dev.cairn.tools.trace;

import org.jspecify.annotations.NullMarked;
