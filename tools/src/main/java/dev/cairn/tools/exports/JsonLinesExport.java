package dev.cairn.tools.exports;

import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.sites.Site;
import dev.cairn.skills.Skill;
import dev.cairn.tools.text.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a line of JSON for each thing that a memory knows: a document, a site, a skill, an
 * episode, an entity, a relation. The field {@code type} tells which it is.
 *
 * <p>A document's line has the fields that {@code cairn import} reads: {@code collection}, {@code
 * id}, {@code text}, {@code metadata}, and {@code expiresAt} and {@code supersededBy} if it has
 * them.
 */
public final class JsonLinesExport {
  private final OutputStream out;
  private long lines;

  private JsonLinesExport(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a memory, and returns the number of lines.
   *
   * @param memory the memory, in a transaction, so that it is of one moment
   * @param collections the names of the collections of documents
   */
  public static long write(Memory memory, List<String> collections, OutputStream out)
      throws IOException {
    JsonLinesExport export = new JsonLinesExport(out);
    try {
      export.write(memory, collections);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return export.lines;
  }

  private void write(Memory memory, List<String> collections) {
    for (String collection : collections) {
      Pages.forEach(memory.documents(collection), document -> document(collection, document));
    }
    for (Site site : memory.sites().list()) {
      memory
          .sites()
          .profile(site.name())
          .ifPresent(profile -> line("site", Map.of("profile", profile)));
    }
    for (Skill skill : memory.skills().list()) {
      line("skill", Map.of("skill", skill, "uses", memory.skills().statistics(skill.id())));
    }
    memory.episodes().list().forEach(episode -> line("episode", Map.of("episode", episode)));
    Subgraph graph = memory.graph().all();
    for (Entity entity : graph.entities()) {
      line("entity", Map.of("entity", entity));
    }
    for (Relation relation : graph.relations()) {
      line("relation", Map.of("relation", relation));
    }
  }

  private void document(String collection, Document document) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("collection", collection);
    fields.put("id", document.id());
    fields.put("text", document.text());
    fields.put("metadata", document.metadata().asMap());
    document.expiresAt().ifPresent(end -> fields.put("expiresAt", end));
    document.supersededBy().ifPresent(by -> fields.put("supersededBy", by));
    line("document", fields);
  }

  private void line(String type, Map<String, ?> fields) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("type", type);
    line.putAll(fields);
    try {
      out.write((Json.line(line) + '\n').getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    lines++;
  }
}
