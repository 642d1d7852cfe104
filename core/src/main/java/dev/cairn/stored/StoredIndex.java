package dev.cairn.stored;

import dev.cairn.table.Key;
import java.util.List;

/**
 * An index as the store describes it. Each of its entries has the key (id, namespace, the
 * components of the indexed value, the components of the row's key) and an empty value.
 *
 * @param id what the keys of its entries begin with
 * @param name its name within the table
 * @param key the types of the indexed value's components, named as {@link Key#components()} does
 */
public record StoredIndex(int id, String name, List<String> key) {

  /** Keeps its own copy of the list. */
  public StoredIndex {
    key = List.copyOf(key);
  }
}
