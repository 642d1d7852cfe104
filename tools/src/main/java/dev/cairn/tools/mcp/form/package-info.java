/** The declarative form of tools: records as JSON with a schema, and what a tool does with them. */
@NullMarked
package dev.cairn.tools.mcp.form;

import org.jspecify.annotations.NullMarked;
