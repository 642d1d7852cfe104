package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.documents.Embedder;
import dev.cairn.tools.Launched;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that {@code cairn mcp} finds what it knows by meaning, and by words where it cannot. */
class RecallIT {
  @TempDir private Path directory;

  private McpProcess server(Map<String, String> variables) {
    ProcessBuilder builder =
        Launched.builder(
            directory, List.of(Launched.launcher().toString(), "mcp", "--store", "store"));
    builder.environment().putAll(variables);
    return McpProcess.start(builder);
  }

  @Test
  void aTextIsRecalledThatSharesNoWordWithTheQuestion() {
    try (McpProcess server = server(Map.of())) {
      server.initialize();
      server.answer("remember", Map.of("text", "Ann's automobile is parked in the garage."));
      server.answer("remember", Map.of("text", "The soup needs more salt."));
      server.answer("record_episode", Map.of("task", "booked a flight", "outcome", "success"));
      server.answer("add_skill", Map.of("id", "login", "name", "signing in to the shop"));

      JsonNode found = server.answer("recall", Map.of("question", "where did she leave her car?"));
      assertThat(found.at("/texts/0/passage").asText()).contains("automobile");
      assertThat(found.at("/texts/0/kind").asText()).isEqualTo("document");
      assertThat(found.at("/texts/0/changedAt").asText()).isNotEmpty();
      assertThat(found.has("note")).isFalse();

      found = server.answer("recall", Map.of("question", "airplane ticket", "limit", 1));
      assertThat(found.at("/texts/0/kind").asText()).isEqualTo("episode");
      found = server.answer("recall", Map.of("question", "login credentials", "limit", 1));
      assertThat(found.at("/texts/0/id").asText()).isEqualTo("login");
      assertThat(server.answer("search_documents", Map.of("query", "vehicle", "words", true)))
          .hasToString("{\"texts\":[]}");
      assertThat(server.answer("search_documents", Map.of("query", "vehicle")).at("/texts/0/id"))
          .isNotNull();
      assertThat(server.end()).isZero();
      assertThat(server.err()).isEmpty();
    }
  }

  @Test
  void nodesAreRankedByWordsAndMeaning() {
    Map<String, Object> garage = entity("garage", "a place for automobiles");
    Map<String, Object> kitchen = entity("kitchen", "where meals are cooked");
    Map<String, Object> road = entity("road", "for each car and truck");
    Map<String, Object> question = Map.of("query", "car", "ranked", true);
    try (McpProcess server = server(Map.of())) {
      server.initialize();
      server.answer("create_entities", Map.of("entities", List.of(kitchen, garage, road)));
      assertThat(names(server.answer("search_nodes", question)))
          .containsExactly("road", "garage", "kitchen");
      JsonNode page =
          server.answer("search_nodes", Map.of("query", "car", "ranked", true, "limit", 2));
      assertThat(names(page)).containsExactly("road", "garage");
      String cursor = page.get("nextCursor").asText();
      assertThat(
              names(
                  server.answer(
                      "search_nodes", Map.of("query", "car", "ranked", true, "cursor", cursor))))
          .containsExactly("kitchen");
      assertThat(names(server.answer("search_nodes", Map.of("query", "car"))))
          .as("as the reference server finds them")
          .containsExactly("road");
      JsonNode first = server.answer("recall", Map.of("question", "truck")).get("texts").get(0);
      assertThat(first.get("kind").asText()).isEqualTo("entity");
      assertThat(first.get("id").asText()).isEqualTo("road");
    }
    try (McpProcess server = server(Map.of("CAIRN_EMBEDDER", "none"))) {
      server.initialize();
      assertThat(names(server.answer("search_nodes", question))).containsExactly("road");
    }
  }

  private static Map<String, Object> entity(String name, String observation) {
    return Map.of("name", name, "entityType", "thing", "observations", List.of(observation));
  }

  private static List<String> names(JsonNode graph) {
    return graph.get("entities").findValuesAsText("name");
  }

  @Test
  void aMemoryWithVectorsOfAnotherEmbedderIsSearchedByWords() {
    Embedder other =
        new Embedder() {
          @Override
          public String name() {
            return "other";
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public List<float[]> embed(List<String> texts) {
            return texts.stream().map(text -> new float[] {1, text.length()}).toList();
          }
        };
    try (Cairn cairn =
        Cairn.open(directory.resolve("store"), CairnOptions.defaults().withEmbedder(other))) {
      cairn.memory().documents().remember("Ann drinks tea.");
    }
    try (McpProcess server = server(Map.of())) {
      server.initialize();
      server.answer("remember", Map.of("text", "Ben drinks coffee."));
      JsonNode found = server.answer("recall", Map.of("question", "tea"));
      assertThat(found.at("/texts/0/passage").asText()).isEqualTo("Ann drinks tea.");
      assertThat(found.get("note").asText()).contains("'other'", "by words alone");
      found = server.answer("search_documents", Map.of("query", "coffee"));
      assertThat(found.at("/texts/0/passage").asText()).isEqualTo("Ben drinks coffee.");
      assertThat(found.get("note").asText()).contains("by words alone");
    }
  }
}
