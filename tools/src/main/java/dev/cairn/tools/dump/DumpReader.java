package dev.cairn.tools.dump;

import dev.cairn.maintenance.StoreBuilder;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the rows of a dump, one by one. */
interface DumpReader {
  /**
   * What a dump has in a place, encoded as it will be stored.
   *
   * @param line where it stands, or begins
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Entry(long line, byte[] key, byte[] value) {}

  /**
   * Reads what comes before the rows.
   *
   * @param builder is told of the tables
   */
  void begin(StoreBuilder builder) throws IOException, BadDumpException;

  /**
   * Reads the next entry; called by any one thread.
   *
   * @return the entry, or null at the end of a dump that is whole
   * @throws BadDumpException if the dump is not whole from here on
   */
  @Nullable Entry next() throws IOException, BadDumpException;

  /**
   * Adds what was read to the rows of a store.
   *
   * @throws BadDumpException if it fits none of the tables, or is there twice
   */
  void add(Entry entry, StoreBuilder builder) throws BadDumpException;
}
