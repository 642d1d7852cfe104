package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.documents.NewDocument;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.TraceBytes;
import java.io.IOException;
import java.util.Map;

/** Lines of JSON, each the record of a document: its id, its text and its metadata. */
final class JsonLinesFile implements Format {
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

  private static void read(String line, String place, Mapping mapping, Sink sink) {
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
    MetadataReader metadata = new MetadataReader();
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (!mapping.takes(field.getKey())) {
        continue;
      }
      if (field.getKey().equals("metadata") && field.getValue().isObject()) {
        field.getValue().properties().forEach(each -> metadata.add(each.getKey(), each.getValue()));
      } else {
        metadata.add(field.getKey(), field.getValue());
      }
    }
    metadata.tell(place, sink);
    sink.document(
        "documents", NewDocument.of(id.asText(), text.asText()).withMetadata(metadata.metadata()));
  }
}
