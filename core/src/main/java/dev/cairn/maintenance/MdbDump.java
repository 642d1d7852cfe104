package dev.cairn.maintenance;

import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.lmdb.LmdbDatabases;
import dev.cairn.maintenance.ProgressListener.Step;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Writes all entries of a store in the format of LMDB's {@code mdb_dump -a}. */
final class MdbDump {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int PROGRESS_EVERY = 0x1000;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final LmdbDatabases databases;
  private final ProgressListener progress;
  private byte[] line = new byte[1024];
  private long entries;

  MdbDump(LmdbDatabases databases, ProgressListener progress) {
    this.databases = databases;
    this.progress = progress;
  }

  /** Writes the dump, and returns the number of entries. */
  long write(OutputStream file) throws IOException {
    BufferedOutputStream out = new BufferedOutputStream(file, BUFFER_BYTES);
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
      writeEntries(name, out);
      out.write("DATA=END\n".getBytes(StandardCharsets.US_ASCII));
    }
    out.flush();
    return entries;
  }

  private void writeEntries(String name, OutputStream out) throws IOException {
    try (Cursor cursor = databases.scan(name)) {
      while (cursor.next()) {
        write(cursor.key(), out);
        write(cursor.value(), out);
        if (++entries % PROGRESS_EVERY == 0) {
          progress.at(Step.READING, entries);
        }
      }
    }
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
