package dev.cairn.stored;

import dev.cairn.record.KeyType;
import java.util.List;

/**
 * An index as the store describes it. Each of its entries has the key (id, namespace, the
 * components of the indexed value, the components of the row's key) and an empty value.
 *
 * @param id the number with which the keys of its entries begin
 * @param name its name within the table
 * @param key the types of the indexed value's components
 */
public record StoredIndex(int id, String name, List<KeyType> key) {

  /** Keeps its own copy of the list. */
  public StoredIndex {
    key = List.copyOf(key);
  }
}
