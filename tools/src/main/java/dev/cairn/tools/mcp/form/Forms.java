package dev.cairn.tools.mcp.form;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.List;

/** Finds the {@link Form} of a Java type, which converts its values to JSON and back. */
final class Forms {
  private Forms() {}

  /**
   * Returns the form of a type that a component of a record may have.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Form of(Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return new ListForm(of(list.getActualTypeArguments()[0]));
    }
    if (type instanceof Class<?> plain) {
      if (plain.isRecord()) {
        return RecordForm.of(plain.asSubclass(Record.class));
      }
      return ScalarForm.of(plain);
    }
    throw new IllegalArgumentException("no form for " + type);
  }
}
