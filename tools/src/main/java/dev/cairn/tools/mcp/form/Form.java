package dev.cairn.tools.mcp.form;

import java.util.Map;

/**
 * Converts values of one Java type to JSON and back, and gives the JSON schema of the type.
 *
 * <p>JSON is what Jackson makes of it without a class: texts, numbers, booleans, lists and maps.
 */
interface Form {
  /**
   * Returns the JSON schema, modifiable, a new one for each call.
   *
   * @param closed whether it says that objects have no other properties
   */
  Map<String, Object> schema(boolean closed);

  /** Returns what a value is, such as {@code a text}, for messages. */
  String noun();

  /**
   * Returns the Java value.
   *
   * @param path the place of the value among the arguments, such as {@code entities[3].name}
   * @throws BadArgumentException if the JSON does not fit
   */
  Object read(String path, Object json);

  /** Returns the JSON of a Java value. */
  Object write(Object value);
}
