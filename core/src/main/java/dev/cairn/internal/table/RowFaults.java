package dev.cairn.internal.table;

import dev.cairn.CorruptRecordException;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.key.KeyText;
import dev.cairn.internal.key.MalformedBytesException;
import dev.cairn.internal.key.UnfitValueException;

/**
 * Turns the problem of some bytes into the exception that names their table and key.
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
}
