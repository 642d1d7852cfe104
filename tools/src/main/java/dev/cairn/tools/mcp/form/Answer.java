package dev.cairn.tools.mcp.form;

import java.util.Map;

/**
 * The answer of an MCP tool: as JSON, and as text for the model.
 *
 * @param structured the answer as JSON, by the output schema of the tool
 * @param text the answer as a text for the model
 */
public record Answer(Map<String, Object> structured, String text) {}
