package dev.cairn.internal.record;

import dev.cairn.IncompatibleRecordException;

/**
 * Where in a table's record a component is, for the message that refuses it.
 *
 * @param table the table's name
 * @param path the names down to the component, {@code place.x}, {@code tags[]}; empty for the
 *     record
 * @param unique whether the values here must stay different: in a set, or as the keys of a map
 */
record ComponentPath(String table, String path, boolean unique) {

  ComponentPath(String table) {
    this(table, "", false);
  }

  ComponentPath component(String name) {
    return new ComponentPath(table, path.isEmpty() ? name : path + "." + name, unique);
  }

  ComponentPath element() {
    return new ComponentPath(table, path + "[]", unique);
  }

  ComponentPath uniqueElement() {
    return new ComponentPath(table, path + "[]", true);
  }

  ComponentPath mapKey() {
    return new ComponentPath(table, path + "[key]", true);
  }

  ComponentPath mapValue() {
    return new ComponentPath(table, path + "[value]", unique);
  }

  IncompatibleRecordException refuse(ValueType stored, ValueType wanted) {
    return new IncompatibleRecordException(table, path, stored.toString(), wanted.toString());
  }
}
