package dev.cairn.tools.dump;

import dev.cairn.maintenance.RawCursor;
import dev.cairn.maintenance.RawDatabase;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.LongConsumer;

/** Writes a dump in the format of {@code mdb_dump -a}. */
public final class MdbDumpWriter {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private final List<RawDatabase> databases;
  private byte[] line = new byte[1024];

  /** Prepares a dump. */
  public MdbDumpWriter(List<RawDatabase> databases) {
    this.databases = List.copyOf(databases);
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
    for (RawDatabase database : databases) {
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
              .formatted(
                  database.name(), database.mapBytes(), database.maxReaders(), database.pageBytes())
              .getBytes(StandardCharsets.US_ASCII));
      try (RawCursor cursor = database.scan()) {
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
