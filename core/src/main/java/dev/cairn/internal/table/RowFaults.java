package dev.cairn.internal.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.UnfitValueException;
import dev.cairn.table.Index;

/**
 * Creates the exceptions for rows of one table that cannot be read or indexed, with the table and
 * the key in their messages.
 *
 * @param table the name of the table
 */
record RowFaults(String table) {

  /** Returns the exception for bytes that are damaged. */
  CorruptRecordException corrupt(byte[] key, MalformedBytesException e) {
    return new CorruptRecordException(
        table, KeyText.describe(key, 0), String.valueOf(e.getMessage()));
  }

  /** Returns the exception for sound bytes that this program's classes cannot hold. */
  IncompatibleRecordException incompatible(byte[] key, UnfitValueException e) {
    return IncompatibleRecordException.ofRow(
        table, KeyText.describe(key, 0), String.valueOf(e.getMessage()), e.getCause());
  }

  /** Returns the exception for a stored row of which an index cannot have the entries. */
  IncompatibleRecordException unindexable(byte[] key, Index<?, ?> index, RuntimeException e) {
    return IncompatibleRecordException.ofRow(
        table,
        KeyText.describe(key, 0),
        "%s has no entries for the stored row, since its function or its key refuses it: %s; mend the function, or replace or remove the row"
            .formatted(index, e),
        e);
  }
}
