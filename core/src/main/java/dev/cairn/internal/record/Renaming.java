package dev.cairn.internal.record;

import dev.cairn.record.Schema;
import dev.cairn.record.ValueType;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether a component may have been renamed between two schemas. Only the class with the
 * newer name would know.
 */
final class Renaming {
  private Renaming() {}

  /**
   * Looks for a component that would be skipped, while one of its kind would be absent.
   *
   * @param stored the schema of the values that are read
   * @param targets the place of each stored component among those of {@code own}, or -1
   * @param own the schema of the class that reads them
   */
  static boolean isPossible(Schema stored, int[] targets, Schema own) {
    List<ValueType> lacking = new ArrayList<>();
    for (int i = 0; i < own.components().size(); i++) {
      if (!contains(targets, i)) {
        lacking.add(own.components().get(i).type());
      }
    }
    for (int i = 0; i < targets.length; i++) {
      ValueType type = stored.components().get(i).type();
      if (targets[i] >= 0
          ? isPossible(type, own.components().get(targets[i]).type())
          : lacking.stream().anyMatch(other -> other.getClass() == type.getClass())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isPossible(ValueType stored, ValueType own) {
    if (stored instanceof ValueType.Struct from && own instanceof ValueType.Struct to) {
      return isPossible(from.schema(), byName(from.schema(), to.schema()), to.schema());
    }
    if (stored instanceof ValueType.ListOf from && own instanceof ValueType.ListOf to) {
      return isPossible(from.element(), to.element());
    }
    if (stored instanceof ValueType.SetOf from && own instanceof ValueType.SetOf to) {
      return isPossible(from.element(), to.element());
    }
    return stored instanceof ValueType.MapOf from
        && own instanceof ValueType.MapOf to
        && (isPossible(from.key(), to.key()) || isPossible(from.value(), to.value()));
  }

  private static int[] byName(Schema stored, Schema own) {
    List<String> names = own.components().stream().map(Schema.Component::name).toList();
    return stored.components().stream().mapToInt(each -> names.indexOf(each.name())).toArray();
  }

  private static boolean contains(int[] targets, int target) {
    for (int each : targets) {
      if (each == target) {
        return true;
      }
    }
    return false;
  }
}
