package dev.cairn.internal.record;

import dev.cairn.internal.key.RecordAccess;
import dev.cairn.internal.text.QuotedText;
import dev.cairn.record.FormerName;
import dev.cairn.record.Schema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds the components of a record class in a stored schema, by their names and former names. */
final class ComponentNames {
  /** The names of each component, its own first. */
  private final List<List<String>> names;

  private ComponentNames(List<List<String>> names) {
    this.names = names;
  }

  /**
   * Reads the names that a record class declares.
   *
   * @throws IllegalArgumentException if a {@link FormerName} is empty, or is the name of another
   *     component, now or before
   */
  static ComponentNames of(RecordAccess<?> access) {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < access.size(); i++) {
      taken.add(access.name(i));
    }
    List<List<String>> names = new ArrayList<>();
    for (int i = 0; i < access.size(); i++) {
      List<String> own = new ArrayList<>(List.of(access.name(i)));
      FormerName former = access.component(i).getAnnotation(FormerName.class);
      for (String name : former == null ? new String[0] : former.value()) {
        if (name.isEmpty() || !taken.add(name)) {
          throw new IllegalArgumentException(
              "record %s, component '%s': @FormerName(%s) is %s"
                  .formatted(
                      access.typeName(),
                      access.name(i),
                      QuotedText.of(name),
                      name.isEmpty()
                          ? "no name"
                          : "the name of a component already, now or before; name each once"));
        }
        own.add(name);
      }
      names.add(own);
    }
    return new ComponentNames(names);
  }

  /**
   * Returns which component of the class each component of a schema is read as.
   *
   * @return for each stored component the index of the class's, or -1 if it has none
   */
  int[] targets(Schema stored) {
    List<String> storedNames = stored.components().stream().map(Schema.Component::name).toList();
    int[] targets = new int[storedNames.size()];
    Arrays.fill(targets, -1);
    for (int i = 0; i < names.size(); i++) {
      for (String name : names.get(i)) {
        int at = storedNames.indexOf(name);
        if (at >= 0) {
          targets[at] = i;
          break;
        }
      }
    }
    return targets;
  }
}
