package dev.cairn.internal.record;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The path to a component within a table's record, such as {@code place.x}, for exceptions that
 * name the component.
 *
 * @param table the table's name
 * @param path the names down to the component, {@code place.x}, {@code tags[]}; empty for the
 *     record
 */
record ComponentPath(String table, String path) {
  private static final String WAY_OUT =
      "upgrade all programs first, or let the class take such values";

  ComponentPath(String table) {
    this(table, "");
  }

  ComponentPath component(String name) {
    return new ComponentPath(table, path.isEmpty() ? name : path + "." + name);
  }

  ComponentPath element() {
    return new ComponentPath(table, path + "[]");
  }

  ComponentPath mapKey() {
    return new ComponentPath(table, path + "[key]");
  }

  ComponentPath mapValue() {
    return new ComponentPath(table, path + "[value]");
  }

  /** Refuses a type: none of its values can be read as the wanted one. */
  IncompatibleRecordException refuse(ValueType stored, ValueType wanted) {
    return IncompatibleRecordException.ofComponent(
        table, path, stored.toString(), wanted.toString());
  }

  /** Refuses one value, where others of its type can be read. */
  UnfitValueException unfit(Object value, ValueType stored, ValueType wanted) {
    return unfit(
        "%s, stored as %s, does not fit %s"
            .formatted(ShownValue.abbreviated(ShownValue.of(value)), shown(stored), shown(wanted)),
        WAY_OUT,
        null);
  }

  /** Refuses a collection that would lose a part. */
  UnfitValueException merged(String parts, ValueType stored, ValueType wanted) {
    return unfit(
        "%s, stored as %s, are equal when read as %s"
            .formatted(parts, shown(stored), shown(wanted)),
        WAY_OUT,
        null);
  }

  /** Refuses what is stored here, and says the way out. */
  UnfitValueException unfit(String problem, String wayOut, @Nullable Throwable cause) {
    String place = path.isEmpty() ? "" : "component '%s': ".formatted(path);
    return new UnfitValueException(place + problem + "; " + wayOut, cause);
  }

  private static String shown(ValueType type) {
    return ShownValue.abbreviated(type.toString());
  }
}
