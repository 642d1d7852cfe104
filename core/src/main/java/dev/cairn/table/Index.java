package dev.cairn.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A second order of a table's rows, by a value that is computed from each record.
 *
 * <p>The function must depend on nothing but the record: it is applied to the old record again to
 * find the entries that a change makes obsolete. Where its meaning changes, give the index a new
 * name; an index that is new to a store is built from the rows when the table is first written.
 *
 * @param <V> the record class
 * @param <I> the type of indexed values
 */
public final class Index<V, I> {
  private final String name;
  private final Key<I> key;
  private final Function<? super V, ? extends Collection<? extends I>> values;

  private Index(
      String name, Key<I> key, Function<? super V, ? extends Collection<? extends I>> values) {
    this.name = Table.checkName("index", name);
    this.key = notNull("key", key);
    this.values = notNull("values", values);
  }

  /**
   * Defines an index with at most one entry a row.
   *
   * @param name the name within the table, formed as a table's
   * @param key how the indexed value is encoded
   * @param value computes it from the record; null leaves the row out
   * @param <V> the record class
   * @param <I> the type of indexed values
   * @return the index
   */
  public static <V, I> Index<V, I> one(
      String name, Key<I> key, Function<? super V, ? extends @Nullable I> value) {
    notNull("value", value);
    return new Index<>(
        name,
        key,
        row -> {
          I indexed = value.apply(row);
          return indexed == null ? List.of() : List.of(indexed);
        });
  }

  /**
   * Defines an index with any number of entries a row.
   *
   * @param name the name within the table, formed as a table's
   * @param key how an indexed value is encoded
   * @param values computes them from the record; the same one twice is one entry
   * @param <V> the record class
   * @param <I> the type of indexed values
   * @return the index
   */
  public static <V, I> Index<V, I> many(
      String name, Key<I> key, Function<? super V, ? extends Collection<? extends I>> values) {
    return new Index<>(name, key, values);
  }

  /**
   * Returns the name within the table.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns how indexed values are encoded.
   *
   * @return the codec
   */
  public Key<I> key() {
    return key;
  }

  public Set<I> valuesOf(V row) {
    return new LinkedHashSet<>(notNull("what %s is of a row".formatted(this), values.apply(row)));
  }

  @Override
  public String toString() {
    return "index '" + name + "'";
  }
}
