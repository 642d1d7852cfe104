package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTable.StoredIndex;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Writes a dump in JSON Lines: a header, one line for each row, and a trailer. */
public final class JsonDumpWriter {
  private static final int BUFFER_BYTES = 1 << 18;

  private final StoreContents contents;
  private final List<StoredTable> tables;
  private final @Nullable String namespace;

  /**
   * Prepares a dump.
   *
   * @param tables the tables to write, in the order of their ids
   * @param namespace the only namespace to write, or null for all
   */
  public JsonDumpWriter(
      StoreContents contents, List<StoredTable> tables, @Nullable String namespace) {
    this.contents = contents;
    this.tables = tables;
    this.namespace = namespace;
  }

  /**
   * Writes the whole dump.
   *
   * @param file the output, which is flushed and not closed
   * @param progress receives the number of rows so far, now and then
   * @return the number of rows of each table
   */
  public Map<String, Long> write(OutputStream file, LongConsumer progress) throws IOException {
    MessageDigest digest = DumpJson.digest();
    BufferedOutputStream buffer =
        new BufferedOutputStream(new DigestOutputStream(file, digest), BUFFER_BYTES);
    Map<String, Long> counts = new LinkedHashMap<>();
    try (JsonGenerator out = DumpJson.FACTORY.createGenerator(buffer, JsonEncoding.UTF8)) {
      out.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      out.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      out.setRootValueSeparator(null);
      header(out);
      long rows = 0;
      for (StoredTable table : tables) {
        long count = rows(table, out, rows, progress);
        counts.put(table.name(), count);
        rows += count;
      }
      out.flush();
      buffer.flush();
      String sha256 = HexFormat.of().formatHex(digest.digest());
      trailer(out, counts, rows, sha256);
    }
    buffer.flush();
    return counts;
  }

  private void header(JsonGenerator out) throws IOException {
    out.writeStartObject();
    out.writeStringField(DumpJson.CAIRN, DumpJson.DUMP);
    out.writeNumberField("format", DumpJson.FORMAT);
    out.writeNumberField("storeVersion", contents.version());
    out.writeStringField("time", Instant.now().toString());
    if (namespace != null) {
      out.writeFieldName(RowForm.NAMESPACE);
      JsonText.write(namespace, out);
    }
    out.writeArrayFieldStart(DumpJson.TABLES);
    for (StoredTable table : tables) {
      out.writeStartObject();
      out.writeStringField("name", table.name());
      strings("key", table.key(), out);
      strings("schemas", table.schemas().values(), out);
      out.writeObjectFieldStart("indexes");
      for (StoredIndex index : table.indexes()) {
        strings(index.name(), index.key(), out);
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    out.writeEndArray();
    endLine(out);
  }

  /** Writes an array of the texts of values. */
  private static void strings(String name, Collection<?> values, JsonGenerator out)
      throws IOException {
    out.writeArrayFieldStart(name);
    for (Object value : values) {
      JsonText.write(value.toString(), out);
    }
    out.writeEndArray();
  }

  private long rows(StoredTable table, JsonGenerator out, long before, LongConsumer progress)
      throws IOException {
    RowForm form = new RowForm(table);
    long rows = 0;
    try (RowCursor cursor =
        namespace == null ? contents.rows(table) : contents.rows(table, namespace)) {
      while (cursor.next()) {
        form.write(cursor.row(), out);
        out.writeRaw('\n');
        rows++;
        if ((rows & 0xFFF) == 0) {
          progress.accept(before + rows);
        }
      }
    }
    return rows;
  }

  private static void trailer(JsonGenerator out, Map<String, Long> counts, long rows, String sha256)
      throws IOException {
    out.writeStartObject();
    out.writeStringField(DumpJson.END, "cairn dump");
    out.writeNumberField(DumpJson.ROWS, rows);
    out.writeObjectFieldStart(DumpJson.TABLES);
    for (Map.Entry<String, Long> count : counts.entrySet()) {
      out.writeNumberField(count.getKey(), count.getValue());
    }
    out.writeEndObject();
    out.writeStringField(DumpJson.SHA_256, sha256);
    endLine(out);
  }

  private static void endLine(JsonGenerator out) throws IOException {
    out.writeEndObject();
    out.writeRaw('\n');
  }
}
