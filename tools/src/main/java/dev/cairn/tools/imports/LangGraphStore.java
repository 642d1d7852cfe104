package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.documents.NewDocument;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * The SQLite store of LangGraph, {@code langgraph-checkpoint-sqlite}: items by namespace and key,
 * whose values are JSON objects.
 *
 * <p>Vectors are left behind: they are those of another embedder, and cannot be compared with the
 * vectors that a store of Cairn has.
 */
final class LangGraphStore implements Format {
  private static final String TABLE = "store";

  /** Fields that hold the text of an item, as LangGraph's own examples and LangMem name them. */
  private static final String[] TEXT = {"text", "content", "memory", "data"};

  private final Instant now;

  /**
   * Makes a reader.
   *
   * @param now the time by which items have expired
   */
  LangGraphStore(Instant now) {
    this.now = now;
  }

  @Override
  public String word() {
    return "langgraph";
  }

  @Override
  public boolean recognises(Source source) throws IOException {
    return source.isDatabase() && source.database().has(TABLE, "prefix", "key", "value");
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException {
    if (!source.database().has(TABLE, "prefix", "key", "value")) {
      throw new IllegalArgumentException(
          source.name()
              + ": it has no table 'store' of LangGraph's; checkpoints are the states of graphs,"
              + " not memories, and are not imported");
    }
    source
        .database()
        .query(
            "SELECT * FROM store ORDER BY prefix, key",
            row -> {
              String place = row.text("prefix").orElse("") + "/" + row.text("key").orElse("");
              try {
                item(row, place, sink);
              } catch (IllegalArgumentException e) {
                sink.skip(place, String.valueOf(e.getMessage()));
              }
            });
  }

  private void item(SqlRow row, String id, Sink sink) throws SQLException {
    Optional<Instant> end = row.time("expires_at");
    if (end.filter(time -> !time.isAfter(now)).isPresent()) {
      sink.skip(id, "it has expired at " + end.get());
      return;
    }
    JsonNode value = LooseObject.parse(row.text("value").orElse(""));
    if (value.isMissingNode()) {
      sink.skip(id, "its value is not JSON");
      return;
    }
    MetadataReader metadata = new MetadataReader();
    metadata.put("namespace", row.text("prefix").orElse(""));
    metadata.put("key", row.text("key").orElse(""));
    row.time("created_at").ifPresent(time -> metadata.put("created_at", time));
    row.time("updated_at").ifPresent(time -> metadata.put("updated_at", time));
    String text = value.isTextual() ? value.asText() : value.toString();
    if (value.isObject()) {
      for (var field : value.properties()) {
        metadata.add(field.getKey(), field.getValue());
      }
      for (String name : TEXT) {
        JsonNode content = value.get(name);
        content = content != null && content.isObject() ? content.get(name) : content;
        if (content != null && content.isTextual() && !content.asText().isBlank()) {
          text = content.asText();
          metadata.leaveOut(name);
          break;
        }
      }
    }
    metadata.tell(id, sink);
    NewDocument document = NewDocument.of(id, text).withMetadata(metadata.metadata());
    sink.document("langgraph", end.map(document::expiringAt).orElse(document));
  }
}
