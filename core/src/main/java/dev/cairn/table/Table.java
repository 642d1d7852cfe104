package dev.cairn.table;

import static dev.cairn.internal.checks.Arguments.notNull;

import dev.cairn.internal.record.RecordCodec;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A typed constant that defines a table: its name, its keys, its records and its indexes.
 *
 * <pre>{@code
 * record Note(String id, String text, Instant at) {}
 *
 * static final Table<String, Note> NOTES =
 *     Table.named("notes").keyedBy(Keys.string()).holding(Note.class);
 * }</pre>
 *
 * <p>A table belongs to no store: the first use in a store opens it there, and creates it with the
 * first write. Immutable; two tables are equal if their names, record classes, key types and key
 * classes are, and the names and key types of their indexes. A program may use equal tables side by
 * side, each with its own indexes. Functions cannot be compared: the indexes of equal tables must
 * compute the same values, since those of the table that was used first are applied. Tables of one
 * name that are not equal are refused with an {@link IllegalArgumentException} where the second one
 * is used.
 *
 * @param <K> the type of keys
 * @param <V> the record class; its instances must not be modified, as any number of threads share
 *     them through the cache
 */
public final class Table<K, V extends Record> {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");

  private final String name;
  private final Key<K> key;
  private final Class<V> recordClass;
  private final RecordCodec<V> codec;
  private final List<Index<? super V, ?>> indexes;

  /** Made once, as every batch compares the names with the store's. */
  private final Map<String, List<KeyType>> indexKeys;

  private final boolean cacheable;

  private final boolean derived;

  private final boolean cached;

  /** The owner of a key, for messages; made once, since every use of a key passes it. */
  private final String keyText;

  private final int hash;

  private Table(
      String name,
      Key<K> key,
      Class<V> recordClass,
      RecordCodec<V> codec,
      List<Index<? super V, ?>> indexes,
      boolean derived,
      boolean cached) {
    this.name = name;
    this.key = key;
    this.recordClass = recordClass;
    this.codec = codec;
    this.indexes = List.copyOf(indexes);
    this.indexKeys =
        indexes.stream()
            .collect(Collectors.toUnmodifiableMap(Index::name, index -> index.key().components()));
    this.derived = derived;
    this.cached = cached;
    this.cacheable = cached && !derived && !key.components().contains(KeyType.BYTES);
    this.keyText = "a key of table '" + name + "'";
    this.hash = name.hashCode();
  }

  /**
   * Begins the definition of a table.
   *
   * @param name the name in the store: a lower-case letter, then up to 39 lower-case letters,
   *     digits and hyphens
   * @return the definition so far
   */
  public static Named named(String name) {
    return new Named(checkName("table", name));
  }

  /**
   * Checks the name of a table or of an index.
   *
   * @param what the kind of name, for the message
   * @param name the name
   * @return the name
   * @throws IllegalArgumentException if it is null or not formed as {@link #named} says
   * @hidden
   */
  public static String checkName(String what, String name) {
    if (!NAME.matcher(notNull(what + " name", name)).matches()) {
      throw new IllegalArgumentException(
          "%s name '%s': a lower-case letter, then up to 39 lower-case letters, digits and hyphens"
              .formatted(what, name));
    }
    return name;
  }

  /** The definition of a table so far: its name. */
  public static final class Named {
    private final String name;

    private Named(String name) {
      this.name = name;
    }

    /**
     * Adds the key to the definition.
     *
     * @param key the key, from {@link Keys}
     * @param <K> the type of keys
     * @return the definition so far
     */
    public <K> Keyed<K> keyedBy(Key<K> key) {
      return new Keyed<>(name, notNull("key", key));
    }
  }

  /**
   * The definition of a table so far: its name and its key.
   *
   * @param <K> the type of keys
   */
  public static final class Keyed<K> {
    private final String name;
    private final Key<K> key;

    private Keyed(String name, Key<K> key) {
      this.name = name;
      this.key = key;
    }

    /**
     * Adds the record class, which completes the definition.
     *
     * @param recordClass the record class; see {@link Schema} for the types of its components
     * @param <V> the record class
     * @return the table
     * @throws IllegalArgumentException if a component is of a type that cannot be stored
     */
    public <V extends Record> Table<K, V> holding(Class<V> recordClass) {
      RecordCodec<V> codec = RecordCodec.of(notNull("recordClass", recordClass));
      return new Table<>(name, key, recordClass, codec, List.of(), false, true);
    }
  }

  /**
   * Returns this table with indexes, which every write through it keeps.
   *
   * @param added the indexes; their names must differ
   * @return a table with the indexes of this one and these
   */
  @SafeVarargs
  public final Table<K, V> indexedBy(Index<? super V, ?>... added) {
    List<Index<? super V, ?>> all = new ArrayList<>(indexes);
    for (Index<? super V, ?> index : notNull("indexes", added)) {
      all.add(index);
    }
    if (all.stream().map(Index::name).distinct().count() < all.size()) {
      throw new IllegalArgumentException(
          "table '%s' has two indexes of one name: %s".formatted(name, all));
    }
    if (derived) {
      throw new IllegalStateException(this + " is derived, and a derived table has no indexes");
    }
    return new Table<>(name, key, recordClass, codec, all, false, cached);
  }

  /**
   * Returns this table for rows that follow from rows of other tables, as the postings of a text
   * index do: many change with each write, and nobody waits for them.
   *
   * <p>Such rows are written in the transaction, as any others. But the change log does not name
   * them, so that no change feed tells of them, the cache does not hold them, and a query or an
   * awaited function that reads them does not depend on them. So each write that changes one must
   * also change a row of another table, and each query must read that one: it stands for them.
   *
   * @return the table
   * @throws IllegalStateException if it has indexes
   * @hidden
   */
  public Table<K, V> derived() {
    if (!indexes.isEmpty()) {
      throw new IllegalStateException(this + " has indexes, and a derived table has none");
    }
    return new Table<>(name, key, recordClass, codec, List.of(), true, cached);
  }

  /**
   * Returns this table for rows that the cache does not hold, since its owner keeps in memory what
   * it needs of them. The change log names them as it does any others.
   *
   * @return the table
   * @hidden
   */
  public Table<K, V> uncached() {
    return new Table<>(name, key, recordClass, codec, indexes, derived, false);
  }

  /**
   * Returns the name in the store.
   *
   * @return the name
   */
  public String name() {
    return name;
  }

  /**
   * Returns the key.
   *
   * @return the key
   */
  public Key<K> key() {
    return key;
  }

  /**
   * Returns the class of the records.
   *
   * @return the class
   */
  public Class<V> recordClass() {
    return recordClass;
  }

  /**
   * Returns the indexes.
   *
   * @return the indexes, unmodifiable
   */
  public List<Index<? super V, ?>> indexes() {
    return indexes;
  }

  /**
   * Returns the codec that writes and reads the records.
   *
   * @return the codec
   * @hidden
   */
  public RecordCodec<V> codec() {
    return codec;
  }

  /**
   * Returns the words for a key of this table in messages.
   *
   * @return the words
   * @hidden
   */
  public String keyText() {
    return keyText;
  }

  /**
   * Tells whether the cache holds rows of this table. It finds them by their keys: equal keys must
   * be equal objects, and arrays are not.
   *
   * @return false if a component of the key is a byte string, or if the table is derived or
   *     uncached
   * @hidden
   */
  public boolean cacheable() {
    return cacheable;
  }

  /**
   * Tells whether the rows follow from rows of other tables, as {@link #derived()} says.
   *
   * @return true if they do
   * @hidden
   */
  public boolean isDerived() {
    return derived;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Table<?, ?> that
            && name.equals(that.name)
            && recordClass == that.recordClass
            && derived == that.derived
            && cached == that.cached
            && key.components().equals(that.key.components())
            && key.codec().keyClass() == that.key.codec().keyClass()
            && indexKeys.equals(that.indexKeys));
  }

  /**
   * Refuses an index that this table was not declared with.
   *
   * @param index the index
   * @throws IllegalArgumentException if this table was not declared with it
   * @hidden
   */
  public void requireIndex(Index<?, ?> index) {
    if (!indexes.contains(index)) {
      throw new IllegalArgumentException(
          "%s is not one that %s was declared with, which are %s; give the table together with its own index, or add this one with indexedBy"
              .formatted(index, this, indexes));
    }
  }

  /**
   * Returns the names of the indexes.
   *
   * @return the names, unmodifiable
   * @hidden
   */
  public Set<String> indexNames() {
    return indexKeys.keySet();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return "table '" + name + "'";
  }
}
