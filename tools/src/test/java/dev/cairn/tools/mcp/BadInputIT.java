package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.tools.Launched;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that {@code cairn mcp} answers a call with bad arguments by one sentence that says what to
 * send instead, and changes nothing.
 */
class BadInputIT {
  @TempDir private static Path directory;
  private static McpProcess server;

  @BeforeAll
  static void start() {
    server = McpProcess.cairn(directory, "--store", directory.resolve("store").toString());
    server.initialize();
  }

  @AfterAll
  static void end() {
    assertThat(server.end()).isZero();
    server.close();
  }

  private static Map<String, Object> entities(Object... entities) {
    return Map.of("entities", Arrays.asList(entities));
  }

  static Stream<Arguments> wrongArguments() {
    Map<String, Object> good = Map.of("name", "e", "entityType", "t", "observations", List.of());
    return Stream.of(
        Arguments.of("create_entities", Map.of(), "entities is missing: give an array"),
        Arguments.of(
            "create_entities", Map.of("entities", "e"), "entities must be an array, not 'e'"),
        Arguments.of(
            "create_entities",
            entities(good, Map.of("name", "f", "entityType", "t")),
            "entities[1].observations is missing: give an array, An array of observation contents"),
        Arguments.of(
            "create_entities",
            entities(Map.of("name", 5, "entityType", "t", "observations", List.of())),
            "entities[0].name must be a text, not 5"),
        Arguments.of(
            "create_entities", entities(good, null), "entities[1] must be an object with name"),
        Arguments.of(
            "add_observations",
            Map.of(
                "observations", List.of(Map.of("entityName", "nobody", "contents", List.of("o")))),
            "Entity with name nobody not found; create it with create_entities first"),
        Arguments.of(
            "read_graph",
            Map.of("cursor", "next"),
            "the cursor 'next' is not of this query; give that of the page before"),
        Arguments.of("read_graph", Map.of("limit", -1), "limit"),
        Arguments.of("read_graph", Map.of("limit", 1.5), "limit must be a whole number"),
        Arguments.of("read_graph", Map.of("since", "yesterday"), "since must be a time such as"),
        Arguments.of(
            "record_visit", Map.of("url", "example.com"), "seconds is missing: give a number"),
        Arguments.of("record_visit", Map.of("url", "", "seconds", 1), "url"),
        Arguments.of("record_visit", Map.of("url", "example.com", "seconds", -1), "negative"),
        Arguments.of(
            "site_context",
            Map.of("uri", "example.com"),
            "site_context has no argument 'uri'; it takes url, maxChars"),
        Arguments.of(
            "record_skill_use",
            Map.of("id", "s", "outcome", "well"),
            "outcome must be one of success, failure, unknown, not 'well'"),
        Arguments.of("add_skill", Map.of("id", "x".repeat(500), "name", "n"), "at most"),
        Arguments.of("get_skill", Map.of("id", "none"), "best_skills finds the ids"),
        Arguments.of("record_episode", Map.of("task", " "), "task"),
        Arguments.of("forget_all", Map.of(), "there is no tool 'forget_all'; there are"));
  }

  @ParameterizedTest
  @MethodSource("wrongArguments")
  void aToolTellsWhatIsWrong(String tool, Map<String, Object> arguments, String sentence) {
    assertThat(server.failure(tool, arguments)).contains(sentence).hasLineCount(1);
    assertThat(server.answer("read_graph", Map.of()).get("entities")).isEmpty();
  }

  @Test
  void changesNothingWhereOneOfManyIsWrong() {
    server.answer(
        "create_entities",
        entities(Map.of("name", "half", "entityType", "t", "observations", List.of())));
    server.failure(
        "add_observations",
        Map.of(
            "observations",
            List.of(
                Map.of("entityName", "half", "contents", List.of("o")),
                Map.of("entityName", "nobody", "contents", List.of("o")))));
    assertThat(
            server
                .answer("open_nodes", Map.of("names", List.of("half")))
                .at("/entities/0/observations"))
        .isEmpty();
    server.answer("delete_entities", Map.of("entityNames", List.of("half")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "{\"jsonrpc\":\"2.0\",\"id\":1,",
        "[]",
        "{}",
        "5",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"ping\"}",
        "{\"id\":1,\"method\":\"ping\"}"
      })
  void aLineThatIsNoMessageIsRefused(String line) throws InterruptedException {
    server.send(line);
    JsonNode refusal = server.next();
    assertThat(refusal.at("/error/code").asInt()).isIn(-32700, -32600);
    assertThat(refusal.get("id").isNull()).isTrue();
    assertThat(server.request("ping", Map.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"tools/call\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"tools/call\",\"params\":[]}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"tools/call\",\"params\":{\"name\":5}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"tools/call\","
            + "\"params\":{\"name\":\"read_graph\",\"arguments\":5}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"resources/read\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"resources/read\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"resources/read\","
            + "\"params\":{\"uri\":\"cairn://sites/%zz/context\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"resources/read\","
            + "\"params\":{\"uri\":\"cairn://skills/none/code\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"resources/subscribe\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"prompts/get\",\"params\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"prompts/get\","
            + "\"params\":{\"name\":\"site_context\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"initialize\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"logging/setLevel\",\"params\":5}",
        "{\"jsonrpc\":\"2.0\",\"id\":\"text\",\"method\":\"no/such\"}"
      })
  void aRequestThatCannotBeServedIsAnswered(String line) throws InterruptedException {
    server.send(line);
    JsonNode answer = server.next();
    assertThat(answer.get("id").asText()).isEqualTo("text");
    assertThat(answer.has("error") || answer.at("/result/isError").asBoolean())
        .as("%s", answer)
        .isTrue();
    assertThat(server.request("ping", Map.of())).isEmpty();
  }

  @Test
  void aDeepMessageIsRefused() throws InterruptedException {
    server.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"x\":" + "[".repeat(100_000));
    assertThat(server.next().at("/error/code").asInt()).isEqualTo(-32700);
    Object deep = "";
    for (int i = 0; i < 900; i++) {
      deep = Collections.singletonList(deep);
    }
    assertThat(server.failure("create_entities", Map.of("entities", List.of(deep))))
        .contains("entities[0] must be an object with name");
  }

  @Test
  void aFullStoreSaysSoAndCanBeEmptied() {
    String store = directory.resolve("small").toString();
    try (McpProcess small = McpProcess.cairn(directory, "--store", store, "--map-size", "2M")) {
      List<String> texts = List.of("x".repeat(200_000));
      Map<String, Object> entity = Map.of("name", "e", "entityType", "t", "observations", texts);
      String refusal = "";
      int created = 0;
      while (refusal.isEmpty()) {
        Map<String, Object> next = new HashMap<>(entity);
        next.put("name", "e" + created);
        JsonNode result = small.call("create_entities", entities(next));
        if (result.path("isError").asBoolean()) {
          refusal = McpProcess.text(result);
        } else {
          created++;
        }
      }
      assertThat(refusal).contains("has reached its map size", "Delete something");
      assertThat(created).isPositive();
      assertThat(small.answer("read_graph", Map.of()).get("entities")).hasSize(created);
      small.answer("delete_entities", Map.of("entityNames", List.of("e0")));
      assertThat(small.answer("read_graph", Map.of()).get("entities")).hasSize(created - 1);
      assertThat(small.end()).isZero();
    }
  }

  @Test
  void theCommandRefusesOptionsThatCannotBe() {
    Launched.run(directory, "mcp", "--tools", "graph,files")
        .failed(2, "there is no group 'files'; there are graph, sites, skills, episodes");
    Launched.run(directory, "mcp", "--http", "8765").failed(2, "write localhost:8765");
    Launched.run(directory, "mcp", "--http", "localhost:99999").failed(2, "no port");
    Launched.run(directory, "mcp", "--http", "0.0.0.0:0").failed(2, "set CAIRN_MCP_TOKEN");
    Launched.run(directory, "mcp", "--store", "").failed(2, "the path is empty");
  }
}
