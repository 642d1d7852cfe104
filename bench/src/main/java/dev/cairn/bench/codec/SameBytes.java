package dev.cairn.bench.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.lmdbjava.CursorIterable;
import org.lmdbjava.CursorIterable.KeyVal;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.EnvFlags;
import org.lmdbjava.Txn;

/**
 * Checks that the records which the benchmark encodes for other stores have the same bytes as in a
 * Cairn store.
 */
public final class SameBytes {
  /** Format, checksum and schema id come before the record (docs/file-format.md). */
  private static final int ENVELOPE_BYTES = 6;

  private SameBytes() {}

  /**
   * Throws unless each of these records' bytes is a value in a store of Cairn.
   *
   * @param store the directory of a store that is not open
   * @param records the bytes of different records
   */
  public static void check(Path store, Collection<byte[]> records) {
    Set<ByteBuffer> missing = new HashSet<>();
    records.forEach(bytes -> missing.add(ByteBuffer.wrap(bytes)));
    try (Env<ByteBuffer> env =
            Env.create().setMaxDbs(2).open(store.toFile(), EnvFlags.MDB_RDONLY_ENV);
        Txn<ByteBuffer> txn = env.txnRead()) {
      Dbi<ByteBuffer> data = env.openDbi(txn, "data".getBytes(UTF_8), null, false);
      try (CursorIterable<ByteBuffer> rows = data.iterate(txn)) {
        for (KeyVal<ByteBuffer> row : rows) {
          if (row.val().remaining() > ENVELOPE_BYTES) {
            missing.remove(row.val().position(ENVELOPE_BYTES));
          }
        }
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalStateException(
          "%d of %d records are stored otherwise by Cairn"
              .formatted(missing.size(), records.size()));
    }
  }
}
