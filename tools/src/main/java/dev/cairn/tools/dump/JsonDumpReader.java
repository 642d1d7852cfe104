package dev.cairn.tools.dump;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.IncompatibleRecordException;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.record.KeyType;
import dev.cairn.record.Schema;
import dev.cairn.stored.GenericRow;
import dev.cairn.tools.text.JsonProblem;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a dump in JSON Lines format, and checks it against the counts in its last line. */
final class JsonDumpReader implements DumpReader {
  private static final byte[] TRAILER =
      ("{\"" + DumpJson.END + "\":").getBytes(StandardCharsets.UTF_8);

  private static final int SHOWN_BYTES = 1 << 16;

  private final ObjectMapper mapper = new ObjectMapper(DumpJson.FACTORY);
  private final String file;
  private final LineReader lines;
  private final MessageDigest digest = DumpJson.digest();
  private final Map<String, RowForm> tables = new HashMap<>();
  private final Map<String, Long> counts = new HashMap<>();
  private long rows;

  JsonDumpReader(String file, InputStream in) {
    this.file = file;
    this.lines = new LineReader(in);
  }

  private JsonParser parser() throws IOException {
    return DumpJson.FACTORY.createParser(lines.buffer(), lines.start(), lines.length());
  }

  @Override
  public void begin(StoreBuilder builder) throws IOException, BadDumpException {
    JsonNode header = lines.next() ? tree() : mapper.missingNode();
    if (!header.path(DumpJson.CAIRN).asText().equals(DumpJson.DUMP)) {
      throw BadDumpException.foreign(file, "is no dump: its first line is no header of one");
    }
    int format = header.path("format").asInt();
    if (format != DumpJson.FORMAT) {
      throw BadDumpException.foreign(
          file,
          "has dump format %d, and this version of Cairn reads %d; use the version that wrote it"
              .formatted(format, DumpJson.FORMAT));
    }
    requireWhole();
    for (JsonNode table : header.path(DumpJson.TABLES)) {
      String name = table.path("name").asText();
      try {
        List<Schema> schemas = strings(table.path("schemas")).stream().map(Schema::parse).toList();
        List<KeyType> key = strings(table.path("key")).stream().map(KeyType::of).toList();
        tables.put(name, new RowForm(builder.declare(name, key, schemas)));
      } catch (IllegalArgumentException e) {
        throw at(String.valueOf(e.getMessage()));
      }
    }
    digest();
  }

  private static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(element -> strings.add(element.asText()));
    return strings;
  }

  /** Reads the line as a tree; returns an empty one if the line is no JSON. */
  private JsonNode tree() throws IOException {
    try {
      return mapper.readTree(lines.buffer(), lines.start(), lines.length());
    } catch (JsonProcessingException e) {
      return mapper.missingNode();
    }
  }

  /** Returns the beginning of the line, for a message. */
  private String text() {
    int length = Math.min(lines.length(), SHOWN_BYTES);
    return new String(lines.buffer(), lines.start(), length, StandardCharsets.UTF_8);
  }

  private void digest() {
    digest.update(lines.buffer(), lines.start(), lines.length());
    digest.update((byte) '\n');
  }

  private BadDumpException at(String problem) {
    return BadDumpException.at(file, lines.number(), problem);
  }

  private void requireWhole() throws BadDumpException {
    if (!lines.isWhole()) {
      throw at("it is cut off: the file ends within the line");
    }
  }

  @Override
  public @Nullable Entry next() throws IOException, BadDumpException {
    if (!lines.next()) {
      throw BadDumpException.atEnd(
          file, "is cut off: it ends after line %d without a trailer".formatted(lines.number()));
    }
    requireWhole();
    if (lines.startsWith(TRAILER)) {
      end();
      return null;
    }
    try (JsonParser in = parser()) {
      GenericRow row = row(in);
      byte[] key = row.keyBytes();
      Entry entry = new Entry(lines.number(), key, row.valueBytes(key));
      digest();
      counts.merge(row.table().name(), 1L, Long::sum);
      rows++;
      return entry;
    } catch (JsonProcessingException e) {
      throw at("it is no JSON: " + JsonProblem.of(e, text()));
    } catch (IllegalArgumentException e) {
      throw at(String.valueOf(e.getMessage()));
    }
  }

  private GenericRow row(JsonParser in) throws IOException, BadDumpException {
    if (in.nextToken() != JsonToken.START_OBJECT) {
      throw at("it is no row: it does not begin with {\"table\":");
    }
    RowForm.expectField(in, RowForm.TABLE);
    String name = JsonText.read(in, "the name of a table");
    RowForm table = tables.get(name);
    if (table == null) {
      throw at("the header names no table '%s'".formatted(name));
    }
    GenericRow row = table.read(in);
    if (in.nextToken() != null) {
      throw at("something follows the row");
    }
    return row;
  }

  private void end() throws IOException, BadDumpException {
    JsonNode trailer = tree();
    String sha256 = HexFormat.of().formatHex(digest.digest());
    if (!trailer.path(DumpJson.SHA_256).asText().equals(sha256)) {
      throw unfit(
          "the checksum does not match: the trailer says %s, and the lines before it have %s"
              .formatted(trailer.path(DumpJson.SHA_256).asText(), sha256));
    }
    if (trailer.path(DumpJson.ROWS).asLong(-1) != rows) {
      throw unfit(
          "the trailer says %s rows, and there are %d"
              .formatted(trailer.path(DumpJson.ROWS).asText(), rows));
    }
    for (Map.Entry<String, JsonNode> table : trailer.path(DumpJson.TABLES).properties()) {
      long count = counts.getOrDefault(table.getKey(), 0L);
      if (table.getValue().asLong(-1) != count) {
        throw unfit(
            "the trailer says %s rows of table '%s', and there are %d"
                .formatted(table.getValue().asText(), table.getKey(), count));
      }
    }
    if (lines.next()) {
      throw at("something follows the trailer");
    }
  }

  private BadDumpException unfit(String problem) {
    return BadDumpException.beforeTrailer(file, lines.number(), problem);
  }

  @Override
  public void add(Entry entry, StoreBuilder builder) throws BadDumpException {
    boolean added;
    try {
      added = builder.add(entry.key(), entry.value());
    } catch (IncompatibleRecordException e) {
      throw BadDumpException.refused(file, entry.line(), e);
    }
    if (!added) {
      throw BadDumpException.at(file, entry.line(), "the row of this key is there twice");
    }
  }
}
