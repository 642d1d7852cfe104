package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.StagedStore;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.stored.NewCatalogue;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Adds encoded entries of another store to a new one that is being built; see {@link
 * StoreBuilder#addRaw}.
 */
final class RawRows {
  private final StagedStore staged;

  /** True once anything of a catalogue has come. */
  private boolean begun;

  /** The tables, once the catalogue is complete: when the first row comes. */
  private @Nullable StoredTables tables;

  RawRows(StagedStore staged) {
    this.staged = staged;
  }

  /** Adds an entry, and returns whether it was a row. */
  boolean add(byte[] key, byte[] value) {
    if (StorePages.isFormat(key)) {
      checkHeader(key, value);
      return false;
    }
    if (StoredTables.isOfCatalogue(key)) {
      addToCatalogue(key, value);
      return false;
    }
    StoredTables known = tables == null ? complete() : tables;
    if (known.ofEntry(key) != null) {
      return false;
    }
    StoredTable table = known.ofRow(key);
    if (table == null) {
      throw new IllegalArgumentException(
          "the key 0x%s belongs to no table that the catalogue names"
              .formatted(HexFormat.of().formatHex(key)));
    }
    GenericRow unused = table.read(key, value); // proves that it is whole
    addNew(key, value);
    return true;
  }

  private void checkHeader(byte[] key, byte[] value) {
    byte[] own = staged.batch().get(key);
    if (!Arrays.equals(own, value)) {
      throw new IllegalArgumentException(
          "its header is '%s', and this version of Cairn reads '%s'; use the version that wrote it"
              .formatted(
                  new String(value, StandardCharsets.UTF_8),
                  own == null ? "" : new String(own, StandardCharsets.UTF_8)));
    }
  }

  private void addToCatalogue(byte[] key, byte[] value) {
    if (tables != null) {
      throw new IllegalArgumentException("a part of the catalogue comes after the first row");
    }
    begun = true;
    addNew(key, value);
  }

  private void addNew(byte[] key, byte[] value) {
    if (!staged.add(key, value)) {
      throw new IllegalArgumentException("the row of this key is there twice");
    }
  }

  private StoredTables complete() {
    StoredTables complete = StoredTables.of(staged.batch());
    tables = complete;
    NewCatalogue.removeIndexes(staged.batch());
    staged.written();
    return complete;
  }

  /** Must be called when everything has come. */
  void end() {
    if (begun && tables == null) {
      StoredTables unused = complete();
    }
  }
}
