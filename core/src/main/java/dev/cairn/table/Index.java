package dev.cairn.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Defines an index of a table: a second order of its rows, by a value that is computed from each
 * record.
 *
 * <p>The function must depend on the record alone: each change of a row applies it to the old
 * record again to find the entries to delete. If the meaning of the function changes, give the
 * index a new name. If stored rows change their meaning, because a component that the function
 * reads gets another {@link dev.cairn.record.Default} or a {@link dev.cairn.record.FormerName} once
 * there are rows, reindex the table ({@code cairn.maintenance().reindex(…)}): its entries are those
 * of the rows as they were read before. The first write to the table builds an index that the store
 * does not have yet.
 *
 * <p>A row that is stored already and that the index cannot have, since the function throws for it
 * or returns a value that is too long, is treated as one that the record class cannot hold: {@link
 * dev.cairn.IncompatibleRecordException} where the index is built, a reindex counts it as
 * unreadable, a scan of the table reads it, and {@code put} and {@code remove} replace and remove
 * it. A row that the index cannot have is not stored: {@code put} and {@code update} throw what the
 * function threw, or an {@link IllegalArgumentException} for a value that is too long.
 *
 * <p>Immutable.
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
   * @param key the encoding of the indexed value
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
   * @param key the encoding of an indexed value
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
   * Returns the key that indexed values are encoded as.
   *
   * @return the key
   */
  public Key<I> key() {
    return key;
  }

  /**
   * Returns the indexed values of a row, each once.
   *
   * @param row the record
   * @return the values, in the order in which the index's function returns them
   * @throws IllegalArgumentException if the function returns null
   * @hidden
   */
  public Set<I> valuesOf(V row) {
    return new LinkedHashSet<>(
        notNull("the values of %s for a row".formatted(this), values.apply(row)));
  }

  @Override
  public String toString() {
    return "index '" + name + "'";
  }
}
