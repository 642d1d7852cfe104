package dev.cairn.internal.key;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.text.ShownValue;
import dev.cairn.record.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Encodes the keys of a table or of an index as bytes whose order is the order of the values.
 * Immutable.
 *
 * @param <K> the class of the keys
 */
public abstract sealed class KeyCodec<K> permits ComponentKey, RecordKey, JoinedKey {
  /** Every component, nested ones in their place; a key is the tuple of these. */
  private final List<ComponentKey<?>> flat;

  /** Makes a key of these components; of itself alone if there are none. */
  KeyCodec(List<ComponentKey<?>> components) {
    flat = List.copyOf(components);
  }

  /**
   * Returns the types of the components in order.
   *
   * @return the types, at least one
   */
  public final List<KeyType> components() {
    return flat().stream().map(ComponentKey::type).toList();
  }

  /** Returns the class of the keys that {@link #read} makes. */
  public abstract Class<?> keyClass();

  /** Returns every component, nested ones in their place. */
  public List<ComponentKey<?>> flat() {
    return flat;
  }

  /**
   * Writes a key.
   *
   * @throws IllegalArgumentException if the key is null or has a null in it
   */
  public abstract void append(K key, TupleWriter out);

  /**
   * Reads a key.
   *
   * @throws MalformedBytesException if the bytes are no such key
   * @throws UnfitValueException if they are one that this program's classes cannot hold
   */
  public abstract K read(TupleReader in);

  /**
   * Passes a key without making it, so that its enums need not have the constants.
   *
   * @throws MalformedBytesException if the bytes are no such key
   */
  public final void skip(TupleReader in) {
    for (ComponentKey<?> component : flat()) {
      component.passOver(in);
    }
  }

  /**
   * Writes the first components of a key, and says how many there are now.
   *
   * @param from the number of components that were written before
   * @param values the components after them; a record stands for its components
   * @return {@code from} and the number of components written
   * @throws IllegalArgumentException if a value is null or not of its component's type, or if there
   *     are more values than components
   */
  public final int appendPrefix(TupleWriter out, int from, List<?> values) {
    int position = from;
    for (Object value : flatten(values)) {
      if (position == flat().size()) {
        throw new IllegalArgumentException(
            "a key of %s has %d component%s; %s is one too many"
                .formatted(
                    this,
                    position,
                    position == 1 ? "" : "s",
                    ShownValue.abbreviated(ShownValue.of(value))));
      }
      flat().get(position).appendChecked(value, position, out);
      position++;
    }
    return position;
  }

  /** Writes the first components of a key; see {@link #appendPrefix(TupleWriter, int, List)}. */
  public final void appendPrefix(TupleWriter out, Object... values) {
    appendPrefix(out, 0, List.of(values));
  }

  private static List<Object> flatten(List<?> values) {
    List<Object> flat = new ArrayList<>(values.size());
    for (Object value : values) {
      if (value instanceof Record record) {
        flat.addAll(flatten(RecordKey.valuesOf(record)));
      } else {
        flat.add(Arguments.notNull("a key component", value));
      }
    }
    return flat;
  }

  /** Returns types as the catalogue spells those of a key, {@code (string, int)}. */
  public static String text(List<KeyType> types) {
    return types.stream().map(KeyType::text).collect(Collectors.joining(", ", "(", ")"));
  }

  /**
   * Returns the component types, {@code (string, int)}.
   *
   * @return the types in parentheses
   */
  @Override
  public final String toString() {
    return text(components());
  }
}
