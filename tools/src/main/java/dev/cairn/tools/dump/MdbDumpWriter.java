package dev.cairn.tools.dump;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.lmdb.LmdbDatabases;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.LongConsumer;

/** Writes a dump in the format of {@code mdb_dump -a}. */
public final class MdbDumpWriter {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final LmdbDatabases databases;
  private byte[] line = new byte[1024];

  /** Prepares a dump. */
  public MdbDumpWriter(LmdbDatabases databases) {
    this.databases = databases;
  }

  /**
   * Writes the whole dump.
   *
   * @param file the output, which is flushed and not closed
   * @param progress receives the number of entries so far, now and then
   * @return the number of entries
   */
  public long write(OutputStream file, LongConsumer progress) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(file, BUFFER_BYTES);
    long entries = 0;
    for (String name : databases.names()) {
      out.write(
          """
          VERSION=3
          format=bytevalue
          database=%s
          type=btree
          mapsize=%d
          maxreaders=%d
          db_pagesize=%d
          HEADER=END
          """
              .formatted(name, databases.mapBytes(), databases.maxReaders(), databases.pageBytes())
              .getBytes(StandardCharsets.US_ASCII));
      try (Cursor cursor = databases.scan(name)) {
        while (cursor.next()) {
          write(cursor.key(), out);
          write(cursor.value(), out);
          if ((++entries & 0xFFF) == 0) {
            progress.accept(entries);
          }
        }
      }
      out.write("DATA=END\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
    return entries;
  }

  private void write(byte[] bytes, OutputStream out) throws IOException {
    int length = Math.addExact(Math.multiplyExact(2, bytes.length), 2);
    if (line.length < length) {
      line = new byte[length];
    }
    line[0] = ' ';
    int at = 1;
    for (byte b : bytes) {
      line[at++] = HEX[(b >> 4) & 0xF];
      line[at++] = HEX[b & 0xF];
    }
    line[at] = '\n';
    out.write(line, 0, length);
  }
}
