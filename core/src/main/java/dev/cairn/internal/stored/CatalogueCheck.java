package dev.cairn.internal.stored;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.table.Catalogue;
import dev.cairn.record.Schema;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Checks the catalogue of a store, which lists its tables, row by row. One damaged row does not
 * hide the tables of the others.
 */
public final class CatalogueCheck {
  /** Larger than any row of a catalogue should be; mending takes the square of the length. */
  private static final int MENDED_BYTES = 4096;

  private final SortedRows sound = new SortedRows();
  private final List<CorruptRecordException> problems = new ArrayList<>();
  private final Map<Integer, String> names = new HashMap<>();
  private final StoredTables tables;

  /**
   * Checks a catalogue.
   *
   * @param view the view to read the catalogue from
   */
  public CatalogueCheck(View view) {
    Map<String, byte[]> tableKeys = new TreeMap<>();
    Map<byte[], String> schemaKeys = new TreeMap<>(Arrays::compareUnsigned);
    byte[] prefix = new TupleWriter().writeLong(Catalogue.ID).toBytes();
    try (Cursor cursor = view.scan(Range.prefix(prefix), View.Order.ASCENDING)) {
      while (cursor.next()) {
        read(cursor.key(), cursor.value(), tableKeys, schemaKeys);
      }
    }
    tableKeys.forEach(
        (name, key) -> {
          int slash = name.indexOf(Catalogue.INDEX);
          if (slash >= 0 && !tableKeys.containsKey(name.substring(0, slash))) {
            refuse(key, "it is of an index, and there is no table of the name");
          }
        });
    schemaKeys.forEach(
        (key, table) -> {
          if (!tableKeys.containsKey(table)) {
            refuse(key, "it is of table '%s', which does not exist".formatted(table));
          }
        });
    this.tables = StoredTables.of(sound);
  }

  /**
   * Checks a catalogue whose rows were found one by one, some of them perhaps outdated. It ignores
   * a row if a more trusted one has its key, or gives its id to another table or index.
   *
   * @param rows key to value, as they are stored; the most trusted first
   * @return the check
   */
  public static CatalogueCheck of(Collection<Map<byte[], byte[]>> rows) {
    SortedRows view = new SortedRows();
    Set<Integer> taken = new HashSet<>();
    for (Map<byte[], byte[]> equallyTrusted : rows) {
      Set<Integer> ids = new HashSet<>();
      equallyTrusted.forEach(
          (key, value) -> {
            Set<Integer> own = tableIds(key, value);
            if (!view.contains(key) && Collections.disjoint(own, taken)) {
              view.put(key, value);
              ids.addAll(own);
            }
          });
      taken.addAll(ids);
    }
    return new CatalogueCheck(view);
  }

  /** Returns the id that a row gives to a table or an index, if it is such a row. */
  private static Set<Integer> tableIds(byte[] key, byte[] value) {
    SortedRows one = new SortedRows();
    one.put(key, value);
    try {
      return Catalogue.tables(one).values().stream()
          .map(Catalogue.TableEntry::id)
          .collect(Collectors.toUnmodifiableSet());
    } catch (CorruptRecordException e) {
      return Set.of(); // the check will say so
    }
  }

  /**
   * Returns whether something is a row of a catalogue with the right checksum.
   *
   * @param key its key, as it is stored
   * @param value its value, as it is stored
   * @return whether it is
   */
  public static boolean isSound(byte[] key, byte[] value) {
    return StoredTables.isOfCatalogue(key) && StoredTables.isSealed(key, value);
  }

  /**
   * Repairs a row of a catalogue in which one bit is flipped: only that bit, flipped back, makes
   * the checksum right. Whole tables depend on such a row, which justifies the search.
   *
   * @param key its key, as it was found
   * @param value its value, as it was found
   * @return key and value as they were, or empty if it is no such row
   */
  public static Optional<Map.Entry<byte[], byte[]>> mend(byte[] key, byte[] value) {
    if (value.length > MENDED_BYTES) {
      return Optional.empty();
    }
    byte[] mendedKey = key.clone();
    byte[] mended = value.clone();
    for (int bit = 0; bit < 8 * (key.length + value.length); bit++) {
      int at = bit / 8;
      byte[] part = at < key.length ? mendedKey : mended;
      at -= at < key.length ? 0 : key.length;
      part[at] ^= (byte) (1 << (bit % 8));
      if (isSound(mendedKey, mended)) {
        return Optional.of(Map.entry(mendedKey, mended));
      }
      part[at] ^= (byte) (1 << (bit % 8));
    }
    return Optional.empty();
  }

  private void read(
      byte[] key, byte[] value, Map<String, byte[]> tableKeys, Map<byte[], String> schemaKeys) {
    SortedRows one = new SortedRows();
    one.put(key, value);
    try {
      for (Map.Entry<String, Catalogue.TableEntry> table : Catalogue.tables(one).entrySet()) {
        String name = table.getKey();
        int id = table.getValue().id();
        Object unusedTypes = StoredTables.types(table.getValue());
        Set<String> parts = new TreeSet<>(List.of(name.split(Catalogue.INDEX, 2)));
        parts.forEach(part -> Table.checkName("stored", part));
        String other = id <= Catalogue.ID ? "the catalogue" : names.putIfAbsent(id, name);
        if (other != null) {
          throw new IllegalArgumentException("its id %d is that of %s".formatted(id, other));
        }
        tableKeys.put(name, key);
        sound.put(key, value);
      }
      for (Map.Entry<Integer, Catalogue.SchemaEntry> schema : Catalogue.schemas(one).entrySet()) {
        Schema unused = Schema.parse(schema.getValue().text());
        if (schema.getKey() < Catalogue.FIRST_SCHEMA) {
          throw new IllegalArgumentException("its id is reserved: " + schema.getKey());
        }
        schemaKeys.put(key, schema.getValue().table());
        sound.put(key, value);
      }
      if (!sound.contains(key)) {
        refuse(key, "the catalogue has no such rows");
      }
    } catch (CorruptRecordException e) {
      problems.add(e);
    } catch (IllegalArgumentException e) {
      refuse(key, String.valueOf(e.getMessage()));
    }
  }

  private void refuse(byte[] key, String problem) {
    sound.remove(key);
    problems.add(new CorruptRecordException("catalogue", KeyText.describe(key, 0), problem));
  }

  /**
   * Returns the tables that the sound rows describe.
   *
   * @return the tables
   */
  public StoredTables tables() {
    return tables;
  }

  /**
   * Returns the sound rows as a store of their own.
   *
   * @return the rows, key to value as they are stored
   */
  public View rows() {
    return sound;
  }

  /**
   * Returns what is wrong.
   *
   * @return an exception for each row that is not sound; unmodifiable
   */
  public List<CorruptRecordException> problems() {
    return List.copyOf(problems);
  }
}
