package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.graph.Entity;
import dev.cairn.testing.Await;
import dev.cairn.tools.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn mcp} answers a client over standard input and output, and does its calls
 * in their order.
 */
class StdioIT {
  private static final String GRAPH = "memory://knowledge-graph";

  @TempDir private Path directory;

  private McpProcess server(String... arguments) {
    List<String> all = new ArrayList<>(List.of("--store", store().toString()));
    all.addAll(List.of(arguments));
    return McpProcess.cairn(directory, all.toArray(String[]::new));
  }

  private Path store() {
    return directory.resolve("store");
  }

  private static Map<String, Object> entity(String name, Object... observations) {
    return Map.of("name", name, "entityType", "thing", "observations", List.of(observations));
  }

  private static Map<String, Object> entities(Object... entities) {
    return Map.of("entities", List.of(entities));
  }

  private static Map<String, Object> observation(String name, String text) {
    return Map.of("observations", List.of(Map.of("entityName", name, "contents", List.of(text))));
  }

  @Test
  void introducesItselfAndItsTools() {
    try (McpProcess server = server()) {
      JsonNode introduction = server.initialize();
      assertThat(introduction.at("/serverInfo/name").asText()).isEqualTo("cairn");
      assertThat(introduction.at("/capabilities/resources/subscribe").asBoolean()).isTrue();
      assertThat(introduction.get("instructions").asText()).isNotBlank();

      JsonNode tools = server.request("tools/list", Map.of()).get("tools");
      assertThat(tools).hasSizeGreaterThan(20);
      for (JsonNode tool : tools) {
        String name = tool.get("name").asText();
        assertThat(tool.get("description").asText()).as(name).isNotBlank();
        assertThat(tool.at("/inputSchema/type").asText()).as(name).isEqualTo("object");
        assertThat(tool.at("/outputSchema/type").asText()).as(name).isEqualTo("object");
        assertThat(tool.get("annotations").get("readOnlyHint").isBoolean()).as(name).isTrue();
      }
      assertThat(server.end()).isZero();
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void remembersForTheNextProcess() {
    try (McpProcess server = server()) {
      server.initialize();
      server.answer("record_visit", Map.of("url", "https://example.com/a", "seconds", 2.5));
      server.answer(
          "cache_selector",
          Map.of(
              "url",
              "https://example.com",
              "purpose",
              "search",
              "selector",
              "#q",
              "fallbacks",
              List.of("input")));
      server.answer(
          "record_selector_outcome",
          Map.of("url", "https://example.com", "purpose", "search", "success", true));
      server.answer("record_quirk", Map.of("url", "https://example.com", "description", "pops up"));
      server.answer(
          "record_pattern",
          Map.of("url", "https://example.com", "task", "log in", "actions", List.of("click")));
      server.answer("add_skill", Map.of("id", "s/1", "name", "Sum", "code", "a + b"));
      server.answer("record_skill_use", Map.of("id", "s/1", "outcome", "success"));
      server.answer(
          "record_episode", Map.of("task", "buy", "outcome", "failure", "steps", List.of("one")));
      assertThat(server.end()).isZero();
    }
    try (McpProcess server = server()) {
      server.initialize();
      String context =
          server.answer("site_context", Map.of("url", "example.com")).get("context").asText();
      assertThat(context).contains("1 visit", "#q", "pops up", "log in");
      assertThat(server.answer("find_selector", Map.of("url", "example.com", "purpose", "search")))
          .isEqualTo(
              McpProcess.JSON.valueToTree(
                  Map.of(
                      "site",
                      "example.com",
                      "purpose",
                      "search",
                      "selectors",
                      List.of("#q", "input"),
                      "successes",
                      1,
                      "failures",
                      0)));
      assertThat(server.answer("list_sites", Map.of()).get("total").asInt()).isEqualTo(1);
      JsonNode skill = server.answer("best_skills", Map.of("words", "sum")).at("/skills/0");
      assertThat(skill.get("id").asText()).isEqualTo("s/1");
      assertThat(skill.get("successRate").asDouble()).isEqualTo(1);
      assertThat(server.answer("get_skill", Map.of("id", "s/1")).get("code").asText())
          .isEqualTo("a + b");
      assertThat(
              server
                  .answer("newest_episodes", Map.of("outcome", "failure"))
                  .at("/episodes/0/task")
                  .asText())
          .isEqualTo("buy");

      assertThat(read(server, "cairn://sites/example.com/context")).isEqualTo(context);
      assertThat(read(server, "cairn://skills/s%2F1/code")).isEqualTo("a + b");
      assertThat(
              server
                  .request(
                      "prompts/get",
                      Map.of("name", "site_context", "arguments", Map.of("url", "example.com")))
                  .at("/messages/0/content/text")
                  .asText())
          .isEqualTo(context);
    }
  }

  @Test
  void textsAreRememberedOnceRecalledReplacedAndForgotten() {
    Object ann = List.of(Map.of("name", "person", "value", "Ann"));
    String old;
    try (McpProcess server = server()) {
      server.initialize();
      JsonNode kept =
          server.answer("remember", Map.of("text", "Ann drinks black tea.", "labels", ann));
      old = kept.get("id").asText();
      assertThat(kept.get("isNew").asBoolean()).isTrue();
      assertThat(server.answer("remember", Map.of("text", "Ann drinks black tea.")).get("isNew"))
          .hasToString("false");
    }
    try (McpProcess server = server()) {
      server.initialize();
      JsonNode found =
          server.answer("recall", Map.of("question", "what tea does she drink?", "labels", ann));
      assertThat(found.at("/texts/0/passage").asText()).isEqualTo("Ann drinks black tea.");
      Map<String, Object> green =
          Map.of("text", "Ann drinks green tea.", "insteadOf", old, "labels", ann);
      String id = server.answer("remember", green).get("id").asText();
      found = server.answer("recall", Map.of("question", "tea"));
      assertThat(found.findValuesAsText("id")).containsExactly(id);
      assertThat(server.answer("get_document", Map.of("id", old)).get("text").asText())
          .isEqualTo("Ann drinks black tea.");
      assertThat(server.answer("forget", Map.of("id", id)).get("existed").asBoolean()).isTrue();
      found = server.answer("search_documents", Map.of("query", "tea"));
      assertThat(found.findValuesAsText("id")).containsExactly(old); // superseded no more
    }
  }

  private static String read(McpProcess server, String uri) {
    return server.request("resources/read", Map.of("uri", uri)).at("/contents/0/text").asText();
  }

  @Test
  void doesTheCallsOfAClientInTheirOrder() {
    try (McpProcess server = server()) {
      server.initialize();
      server.answer("create_entities", entities(entity("e")));
      List<CompletableFuture<JsonNode>> writes = new ArrayList<>();
      List<CompletableFuture<JsonNode>> reads = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        writes.add(server.askTool("add_observations", observation("e", "o" + i)));
        reads.add(server.askTool("open_nodes", Map.of("names", List.of("e"))));
      }
      for (int i = 0; i < reads.size(); i++) {
        JsonNode observations =
            McpProcess.await(reads.get(i)).at("/result/structuredContent/entities/0/observations");
        assertThat(observations).hasSize(i + 1);
        assertThat(writes.get(i)).isCompleted();
      }
    }
  }

  @Test
  void answersAllThatItHasReadWhenItsInputEnds() {
    List<CompletableFuture<JsonNode>> answers = new ArrayList<>();
    try (McpProcess server = server()) {
      server.initialize();
      server.answer("create_entities", entities(entity("e")));
      for (int i = 0; i < 300; i++) {
        answers.add(server.askTool("add_observations", observation("e", "o" + i)));
      }
      assertThat(server.end()).isZero();
    }
    assertThat(answers).allMatch(answer -> answer.isDone() && !answer.isCompletedExceptionally());
    try (Cairn cairn = Cairn.open(store(), CairnOptions.defaults().readOnly())) {
      assertThat(cairn.memory().graph().get("e").map(Entity::observations).orElseThrow())
          .hasSize(300);
    }
  }

  @Test
  void servesAClientThatDoesNotIntroduceItself() {
    try (McpProcess server = server("--tools", "episodes")) {
      assertThat(server.request("tools/list", Map.of()).get("tools")).hasSize(2);
      assertThat(server.request("ping", Map.of())).isEmpty();
      server.initialize();
      server.answer("record_episode", Map.of("task", "t"));
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void keepsStandardOutputForTheProtocol() {
    try (McpProcess server = server("--debug")) {
      server.initialize();
      server.answer("create_entities", entities(entity("line\nfeed \u2028 \ud800 \u001b[2J")));
      assertThat(server.answer("read_graph", Map.of()).at("/entities/0/name").asText())
          .isEqualTo("line\nfeed \u2028 \ud800 \u001b[2J");
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void tellsASubscriberWhatAnotherProcessChanged() throws Exception {
    try (McpProcess listener = server();
        McpProcess writer = server();
        McpProcess elsewhere = server("--namespace", "other")) {
      listener.initialize();
      writer.initialize();
      elsewhere.initialize();
      listener.request("resources/subscribe", Map.of("uri", GRAPH));
      listener.request(
          "resources/subscribe", Map.of("uri", "cairn://sites/example.com:8080/context"));

      elsewhere.answer("create_entities", entities(entity("not here")));
      writer.answer("record_visit", Map.of("url", "http://other.example", "seconds", 1));
      writer.answer("create_entities", entities(entity("e")));
      assertThat(listener.next().toString()).contains("notifications/resources/updated", GRAPH);
      writer.answer("record_visit", Map.of("url", "http://example.com:8080", "seconds", 1));
      assertThat(listener.next().at("/params/uri").asText())
          .isEqualTo("cairn://sites/example.com:8080/context");

      listener.request("resources/unsubscribe", Map.of("uri", GRAPH));
      writer.answer("create_entities", entities(entity("f")));
      writer.answer("record_visit", Map.of("url", "http://example.com:8080", "seconds", 1));
      assertThat(listener.next().at("/params/uri").asText()).contains("sites");
      assertThat(listener.end()).isZero();
    }
  }

  @Test
  void findsTheMemoryOfItsUserInAnyDirectory() throws IOException {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    for (Path working : List.of(directory, elsewhere)) {
      ProcessBuilder builder =
          Launched.builder(working, List.of(Launched.launcher().toString(), "mcp"));
      builder.environment().put("XDG_DATA_HOME", directory.resolve("data").toString());
      try (McpProcess server = McpProcess.start(builder)) {
        server.answer("record_episode", Map.of("task", "t"));
        assertThat(server.end()).isZero();
      }
    }
    Path usual = directory.resolve("data/cairn/memory");
    try (Cairn cairn = Cairn.open(usual, CairnOptions.defaults().readOnly())) {
      assertThat(cairn.memory().episodes().count()).isEqualTo(2);
    }
  }

  @Test
  void namespacesShareNothing() {
    try (McpProcess one = server("--namespace", "one");
        McpProcess two = server("--namespace", "two")) {
      one.answer("create_entities", entities(entity("e")));
      assertThat(two.answer("read_graph", Map.of()).get("entities")).isEmpty();
      assertThat(one.answer("read_graph", Map.of()).get("entities")).hasSize(1);
    }
  }

  @Test
  void offersNoChangeWhereItMayOnlyRead() {
    try (McpProcess server = server()) {
      server.answer("create_entities", entities(entity("e")));
    }
    try (McpProcess server = server("--read-only")) {
      for (JsonNode tool : server.request("tools/list", Map.of()).get("tools")) {
        assertThat(tool.at("/annotations/readOnlyHint").asBoolean()).as("%s", tool).isTrue();
      }
      assertThat(server.failure("create_entities", entities(entity("f"))))
          .startsWith("there is no tool 'create_entities'; there are read_graph");
      assertThat(server.answer("read_graph", Map.of()).get("entities")).hasSize(1);
    }
  }

  @Test
  void goesOnWhereItsStoreCannotBeOpenedAndOpensItOnceItCan() throws IOException {
    Files.writeString(store(), "no store");
    try (McpProcess server = server()) {
      server.initialize();
      assertThat(server.failure("read_graph", Map.of())).contains(store().toString());
      Await.until("it says so to the user", () -> server.err().contains(store().toString()));
      Files.delete(store());
      assertThat(server.answer("read_graph", Map.of()).get("entities")).isEmpty();
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void opensTheStoreThatHasTakenThePlaceOfItsOwn() throws IOException {
    try (McpProcess server = server();
        McpProcess other =
            McpProcess.cairn(directory, "--store", directory.resolve("other").toString())) {
      server.answer("create_entities", entities(entity("old")));
      other.answer("create_entities", entities(entity("new")));
      other.end();
      Files.move(store(), directory.resolve("away"));
      Files.move(directory.resolve("other"), store());
      assertThat(server.failure("create_entities", entities(entity("lost"))))
          .contains(store().toString());
      assertThat(server.answer("read_graph", Map.of()).at("/entities/0/name").asText())
          .isEqualTo("new");
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void severalServersMakeOneStore() {
    List<McpProcess> servers = IntStream.range(0, 3).mapToObj(i -> server()).toList();
    try {
      for (int i = 0; i < servers.size(); i++) {
        servers.get(i).answer("create_entities", entities(entity("e" + i)));
      }
      for (McpProcess server : servers) {
        assertThat(server.answer("read_graph", Map.of()).get("entities")).hasSize(3);
        assertThat(server.end()).isZero();
      }
    } finally {
      servers.forEach(McpProcess::close);
    }
  }

  @Test
  void takesManyAndLongThings() {
    String longText = "x".repeat(1 << 20);
    String longName = "n".repeat(2_000);
    List<Map<String, Object>> many =
        IntStream.range(0, 10_000).mapToObj(i -> entity("many" + i, "o")).toList();
    try (McpProcess server = server()) {
      server.answer("create_entities", entities(entity(longName + "1", longText)));
      server.answer("create_entities", entities(entity(longName + "2")));
      assertThat(
              server
                  .answer("open_nodes", Map.of("names", List.of(longName + "1")))
                  .at("/entities/0/observations/0")
                  .asText())
          .isEqualTo(longText);
      assertThat(server.answer("create_entities", Map.of("entities", many)).get("entities"))
          .hasSize(10_000);
      assertThat(server.answer("read_graph", Map.of()).get("entities")).hasSize(10_002);
      assertThat(server.end()).isZero();
    }
  }

  @Test
  void endsWhereNobodyReadsItsAnswers() {
    String line = "'%s' mcp --store '%s' | head -n 1".formatted(Launched.launcher(), store());
    try (McpProcess server =
        McpProcess.start(Launched.builder(directory, List.of("sh", "-c", line)))) {
      server.initialize();
      Await.until(
          "it ends, its input still open",
          () ->
              server.ask("ping", Map.of()).isCompletedExceptionally()
                  && !server.process().isAlive());
    }
  }
}
