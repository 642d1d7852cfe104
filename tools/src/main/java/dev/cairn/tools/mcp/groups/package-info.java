/** The tools that a client is offered, a class for each group of them. */
@NullMarked
package dev.cairn.tools.mcp.groups;

import org.jspecify.annotations.NullMarked;
