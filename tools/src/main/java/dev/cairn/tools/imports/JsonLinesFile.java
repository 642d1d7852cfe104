package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.documents.NewDocument;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.TraceBytes;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lines of JSON, each the record of a document: its id, its text and its metadata. A line of {@code
 * cairn export} also has the collection and the end of its document.
 */
final class JsonLinesFile implements Format {
  /** The fields of a line of {@code cairn export} that are no metadata. */
  private static final Set<String> EXPORTED =
      Set.of("type", "collection", "expiresAt", "supersededBy");

  private final Instant now;

  /** Makes a reader that leaves out documents which have expired. */
  JsonLinesFile(Instant now) {
    this.now = now;
  }

  @Override
  public String word() {
    return "jsonl";
  }

  @Override
  public boolean recognises(Source source) throws IOException, BadLineException {
    return LooseObject.parse(source.firstLine()).isObject();
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException, BadLineException {
    TraceBytes lines = source.lines();
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          read(line, "line " + lines.number(), mapping, sink);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadLineException(source.name(), Math.max(1, lines.number()), e);
    }
  }

  private void read(String line, String place, Mapping mapping, Sink sink) {
    JsonNode object = LooseObject.parse(line);
    if (!object.isObject()) {
      throw new IllegalArgumentException(
          "not a JSON object in one line; convert the file, as with jq -c .");
    }
    JsonNode text = object.path(mapping.textColumn());
    JsonNode id = object.path(mapping.idColumn());
    if (!text.isTextual() || text.asText().isBlank()) {
      sink.skip(place, "no text in '" + mapping.textColumn() + "'; --text names another field");
      return;
    }
    if (!id.isValueNode() || id.isNull() || id.asText().isBlank()) {
      sink.skip(place, "no id in '" + mapping.idColumn() + "'; --id names another field");
      return;
    }
    boolean isExported = object.path("type").asText().equals("document");
    Optional<Instant> end = isExported ? Times.read(text(object, "expiresAt")) : Optional.empty();
    if (end.filter(time -> !time.isAfter(now)).isPresent()) {
      sink.skip(place, "it has expired at " + end.get());
      return;
    }
    if (isExported && !text(object, "supersededBy").isEmpty()) {
      sink.skip(place, "it was superseded by " + text(object, "supersededBy"));
      return;
    }
    MetadataReader metadata = new MetadataReader();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!mapping.takes(field.getKey()) || (isExported && EXPORTED.contains(field.getKey()))) {
        continue;
      }
      if (field.getKey().equals("metadata") && field.getValue().isObject()) {
        field.getValue().properties().forEach(each -> metadata.add(each.getKey(), each.getValue()));
      } else {
        metadata.add(field.getKey(), field.getValue());
      }
    }
    metadata.tell(place, sink);
    String collection = isExported ? text(object, "collection") : "";
    NewDocument document =
        NewDocument.of(id.asText(), text.asText()).withMetadata(metadata.metadata());
    sink.document(
        collection.isBlank() ? "documents" : collection,
        end.map(document::expiringAt).orElse(document));
  }

  /** Returns the text in a field; "" if it has none. */
  private static String text(JsonNode object, String field) {
    JsonNode value = object.path(field);
    return value.isTextual() ? value.asText() : "";
  }
}
