package dev.cairn.tools.mcp.form;

import dev.cairn.Memory;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Defines an MCP resource, or a template of resources: a text that a client reads by its URI and
 * can subscribe to.
 *
 * @param uri the address; with a part in braces it is a template for many
 * @param name the name for programs
 * @param title the name for people
 * @param about tells the model what it is
 * @param mimeType the type of the text
 * @param text makes the text of a memory and the part that stood for the braces, "" without braces;
 *     empty if there is no such thing
 */
public record Resource(
    String uri,
    String name,
    String title,
    String about,
    String mimeType,
    BiFunction<Memory, String, Optional<String>> text) {

  /** Returns whether the address has a part in braces. */
  public boolean isTemplate() {
    return uri.indexOf('{') >= 0;
  }
}
