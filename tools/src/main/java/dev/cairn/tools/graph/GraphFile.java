package dev.cairn.tools.graph;

import dev.cairn.graph.Entity;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.tools.trace.Fields;
import dev.cairn.tools.trace.TraceBytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes knowledge graphs as {@code memory.jsonl}, the file of the reference MCP memory
 * server. Each line is a JSON object: an entity with its observations, or a relation.
 *
 * <p>The format has neither times nor sources.
 */
public final class GraphFile {
  private static final String TYPE = "type";
  private static final String ENTITY = "entity";
  private static final String RELATION = "relation";

  private GraphFile() {}

  /**
   * Reads a file to its end; empty lines are passed over, and unknown fields.
   *
   * @param source the file's name in messages
   * @param in UTF-8, with or without a byte order mark, plain or compressed with gzip or zstd
   * @return the entities and relations that are not stored yet, in the order of the file
   * @throws BadLineException for the first line that is neither an entity nor a relation
   */
  public static Subgraph read(String source, InputStream in) throws IOException, BadLineException {
    TraceBytes lines = new TraceBytes(source, in);
    List<Entity> entities = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    try {
      for (String line = lines.next(); line != null; line = lines.next()) {
        if (!line.isBlank()) {
          read(Fields.of(line), entities, relations);
        }
      }
    } catch (IllegalArgumentException e) {
      throw new BadLineException(source, lines.number(), e);
    }
    return new Subgraph(entities, relations, Optional.empty());
  }

  private static void read(Fields line, List<Entity> entities, List<Relation> relations) {
    String type = line.text(TYPE);
    switch (type) {
      case ENTITY ->
          entities.add(
              Entity.of(line.text("name"), line.text("entityType"))
                  .withObservations(
                      line.texts("observations").stream().map(Observation::of).toList()));
      case RELATION ->
          relations.add(Relation.of(line.text("from"), line.text("relationType"), line.text("to")));
      default ->
          throw new IllegalArgumentException(
              "type must be 'entity' or 'relation', not '" + type + "'");
    }
  }

  /** Writes a graph: its entities, then its relations, in their order. */
  public static void write(Subgraph graph, OutputStream out) throws IOException {
    for (Entity entity : graph.entities()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(TYPE, ENTITY);
      line.put("name", entity.name());
      line.put("entityType", entity.type());
      line.put("observations", entity.observations().stream().map(Observation::text).toList());
      write(line, out);
    }
    for (Relation relation : graph.relations()) {
      Map<String, Object> line = new LinkedHashMap<>();
      line.put(TYPE, RELATION);
      line.put("from", relation.from());
      line.put("to", relation.to());
      line.put("relationType", relation.type());
      write(line, out);
    }
  }

  private static void write(Map<String, Object> line, OutputStream out) throws IOException {
    out.write((Json.line(line) + '\n').getBytes(StandardCharsets.UTF_8));
  }
}
