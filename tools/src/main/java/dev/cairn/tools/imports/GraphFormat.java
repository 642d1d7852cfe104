package dev.cairn.tools.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Observation;
import dev.cairn.graph.Relation;
import dev.cairn.graph.Subgraph;
import dev.cairn.tools.graph.GraphFile;
import dev.cairn.tools.trace.BadLineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The file of the reference MCP memory server: lines of entities and relations, or one object with
 * a list of each, as its tool {@code read_graph} answers.
 */
final class GraphFormat implements Format {
  @Override
  public String word() {
    return "mcp";
  }

  @Override
  public boolean recognises(Source source) throws IOException, BadLineException {
    return isLine(LooseObject.parse(source.firstLine())) || isWhole(source.jsonIfOne());
  }

  private static boolean isLine(JsonNode line) {
    String type = line.path("type").asText();
    return (type.equals("entity") && line.has("entityType"))
        || (type.equals("relation") && line.has("relationType"));
  }

  private static boolean isWhole(JsonNode value) {
    return value.path("entities").isArray() && value.path("relations").isArray();
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException, BadLineException {
    boolean whole = isWhole(source.jsonIfOne());
    sink.item(new GraphItem(whole ? whole(source.json(), sink) : lines(source)));
  }

  private static Subgraph lines(Source source) throws IOException, BadLineException {
    try (InputStream in = Files.newInputStream(source.contents())) {
      return GraphFile.read(source.name(), in);
    }
  }

  private static Subgraph whole(JsonNode graph, Sink sink) {
    List<Entity> entities = new ArrayList<>();
    List<Relation> relations = new ArrayList<>();
    int number = 0;
    for (JsonNode each : graph.path("entities")) {
      number++;
      if (!each.path("name").isTextual() || !each.path("entityType").isTextual()) {
        sink.skip("entity " + number, "name or entityType is missing");
        continue;
      }
      List<Observation> observations =
          LooseObject.texts(each.path("observations")).stream().map(Observation::of).toList();
      entities.add(
          Entity.of(each.get("name").asText(), each.get("entityType").asText())
              .withObservations(each.has("observations") ? observations : List.of()));
    }
    number = 0;
    for (JsonNode each : graph.path("relations")) {
      number++;
      if (!each.path("from").isTextual()
          || !each.path("to").isTextual()
          || !each.path("relationType").isTextual()) {
        sink.skip("relation " + number, "from, to or relationType is missing");
        continue;
      }
      relations.add(
          Relation.of(
              each.get("from").asText(),
              each.get("relationType").asText(),
              each.get("to").asText()));
    }
    return new Subgraph(entities, relations, Optional.empty());
  }
}
