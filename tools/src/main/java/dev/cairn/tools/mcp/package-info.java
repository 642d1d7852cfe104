/** {@code cairn mcp}: a memory server for any client of the Model Context Protocol. */
@NullMarked
package dev.cairn.tools.mcp;

import org.jspecify.annotations.NullMarked;
