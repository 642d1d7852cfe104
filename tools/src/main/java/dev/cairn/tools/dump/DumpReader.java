package dev.cairn.tools.dump;

import dev.cairn.maintenance.StoreBuilder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a dump one by one, whatever its format. */
interface DumpReader {
  /**
   * A row of a dump, encoded for the store.
   *
   * @param line the number of its first line
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(long line, byte[] key, byte[] value) {}

  /**
   * Reads the part of the dump before the rows.
   *
   * @param builder receives the tables, if that part names them
   */
  void begin(StoreBuilder builder) throws IOException, BadDumpException;

  /**
   * Reads the next entry; for one thread at a time.
   *
   * @return the entry, or null at the end of a dump that is whole
   * @throws BadDumpException if the dump is not whole from here on
   */
  @Nullable Entry next() throws IOException, BadDumpException;

  /**
   * Adds an entry to the rows of a store.
   *
   * @throws BadDumpException if the entry fits no table, or its key was added before
   */
  void add(Entry entry, StoreBuilder builder) throws BadDumpException;
}
