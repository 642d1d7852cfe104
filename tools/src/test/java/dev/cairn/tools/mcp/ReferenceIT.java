package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.cairn.survival.Effort;
import dev.cairn.tools.mcp.GraphCalls.Call;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn mcp} answers like the reference MCP memory server from npm, except for
 * the differences that this class lists.
 */
class ReferenceIT {
  private static final int CALLS_IN_A_SEQUENCE = 12;
  private static final String UNKNOWN_ENTITY = "; create it with create_entities first";

  @TempDir private Path directory;
  private McpProcess reference;
  private McpProcess cairn;

  @BeforeEach
  void start() {
    reference = McpProcess.start(NodeModules.referenceServer(directory.resolve("memory.jsonl")));
    cairn =
        McpProcess.cairn(
            directory, "--store", directory.resolve("store").toString(), "--tools", "graph");
    reference.initialize();
    cairn.initialize();
  }

  @AfterEach
  void end() {
    if (reference != null) {
      reference.close();
      cairn.close();
    }
  }

  @Test
  void randomCallsHaveTheSameAnswers() {
    GraphCalls calls = new GraphCalls(new Random(Effort.seed()));
    for (int sequence = 0; sequence < Effort.of(150, 2_000); sequence++) {
      List<Call> done = new ArrayList<>(List.of(GraphCalls.clear()));
      for (int i = 0; i < CALLS_IN_A_SEQUENCE; i++) {
        done.add(calls.next());
      }
      done.add(new Call("read_graph", Map.of()));
      List<JsonNode> wanted = answers(reference, done);
      List<JsonNode> given = answers(cairn, done);
      for (int i = 0; i < done.size(); i++) {
        assertThat(withoutAdvice(given.get(i)))
            .as("sequence %d, after %s", sequence, done.subList(0, i + 1))
            .isEqualTo(wanted.get(i));
      }
    }
    assertThat(resource(cairn)).isEqualTo(resource(reference));
  }

  /** Makes one call after the other: calls of the reference that overlap undo each other. */
  private static List<JsonNode> answers(McpProcess server, List<Call> calls) {
    return calls.stream().map(call -> server.call(call.tool(), call.arguments())).toList();
  }

  private static JsonNode resource(McpProcess server) {
    return server.request("resources/read", Map.of("uri", "memory://knowledge-graph"));
  }

  /** Difference: a refusal says the way out, too. */
  private static JsonNode withoutAdvice(JsonNode result) {
    if (!result.path("isError").asBoolean()) {
      return result;
    }
    String text = McpProcess.text(result);
    assertThat(text).endsWith(UNKNOWN_ENTITY);
    ObjectNode plain = result.deepCopy();
    ((ObjectNode) plain.get("content").get(0))
        .put("text", text.substring(0, text.length() - UNKNOWN_ENTITY.length()));
    return plain;
  }

  /** Difference: where a call has a thing twice, the reference keeps both, and Cairn one. */
  @Test
  void aThingThatACallHasTwiceIsOneThing() {
    Map<String, Object> entity =
        Map.of("name", "e", "entityType", "t", "observations", List.of("o", "o"));
    Map<String, Object> relation = Map.of("from", "e", "to", "f", "relationType", "r");
    List<Call> calls =
        List.of(
            new Call("create_entities", Map.of("entities", List.of(entity, entity))),
            new Call("create_relations", Map.of("relations", List.of(relation, relation))),
            new Call(
                "add_observations",
                Map.of(
                    "observations",
                    List.of(Map.of("entityName", "e", "contents", List.of("p", "p"))))));
    answers(reference, calls);
    answers(cairn, calls);
    JsonNode twice = reference.answer("read_graph", Map.of());
    assertThat(twice.get("entities")).hasSize(2);
    assertThat(twice.get("relations")).hasSize(2);
    assertThat(twice.at("/entities/0/observations")).hasSize(4);
    JsonNode once = cairn.answer("read_graph", Map.of());
    assertThat(once.get("entities")).hasSize(1);
    assertThat(once.get("relations")).hasSize(1);
    assertThat(once.at("/entities/0/observations")).hasSize(2);
  }

  /** The reference compares the characters as they are. */
  @Test
  void aSearchFindsATextInAnotherUnicodeForm() {
    Map<String, Object> entity =
        Map.of("name", "Jose\u0301", "entityType", "person", "observations", List.of());
    Map<String, Object> created = Map.of("entities", List.of(entity));
    Map<String, Object> composed = Map.of("query", "Jos\u00e9");
    reference.answer("create_entities", created);
    cairn.answer("create_entities", created);

    assertThat(reference.answer("search_nodes", composed).get("entities")).isEmpty();
    assertThat(cairn.answer("search_nodes", composed).get("entities")).hasSize(1);
  }

  @Test
  void theToolsAreTheSameButForOptionalAdditions() {
    Map<String, JsonNode> given = tools(cairn);
    Map<String, JsonNode> wanted = tools(reference);
    assertThat(given.keySet()).isEqualTo(wanted.keySet());
    wanted.forEach(
        (name, tool) -> {
          JsonNode own = given.get(name);
          assertThat(own.get("title")).as(name).isEqualTo(tool.get("title"));
          assertThat(own.get("description")).as(name).isEqualTo(tool.get("description"));
          tool.get("annotations")
              .properties()
              .forEach(
                  hint ->
                      assertThat(own.get("annotations").get(hint.getKey()))
                          .as("%s: %s", name, hint.getKey())
                          .isEqualTo(hint.getValue()));
          assertContains(own.get("inputSchema"), tool.get("inputSchema"), name);
          assertContains(own.get("outputSchema"), tool.get("outputSchema"), name);
        });
    assertThat(cairn.request("resources/list", Map.of()))
        .isEqualTo(reference.request("resources/list", Map.of()));
  }

  private static Map<String, JsonNode> tools(McpProcess server) {
    Map<String, JsonNode> tools = new HashMap<>();
    server
        .request("tools/list", Map.of())
        .get("tools")
        .forEach(tool -> tools.put(tool.get("name").asText(), tool));
    return tools;
  }

  /** Every keyword of the reference is there; more is there only where it may be left out. */
  private static void assertContains(JsonNode own, JsonNode reference, String path) {
    for (String keyword : List.of("type", "description", "required", "additionalProperties")) {
      // Difference: one description tells more than none.
      if (reference.has(keyword) || keyword.equals("required")) {
        assertThat(own.get(keyword)).as("%s.%s", path, keyword).isEqualTo(reference.get(keyword));
      }
    }
    if (reference.has("items")) {
      assertContains(own.get("items"), reference.get("items"), path + "[]");
    }
    for (var property : reference.path("properties").properties()) {
      assertContains(
          own.get("properties").get(property.getKey()),
          property.getValue(),
          path + "." + property.getKey());
    }
  }
}
