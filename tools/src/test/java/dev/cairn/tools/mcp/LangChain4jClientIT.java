package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.testing.Await;
import dev.cairn.tools.Launched;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.mcp.client.DefaultMcpClient;
import dev.langchain4j.mcp.client.McpClient;
import dev.langchain4j.mcp.client.McpResource;
import dev.langchain4j.mcp.client.McpTextResourceContents;
import dev.langchain4j.mcp.client.transport.McpTransport;
import dev.langchain4j.mcp.client.transport.http.StreamableHttpMcpTransport;
import dev.langchain4j.mcp.client.transport.stdio.StdioMcpTransport;
import dev.langchain4j.service.tool.ToolExecutionResult;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a LangChain4j agent can use {@code cairn mcp} through LangChain4j's MCP client. */
class LangChain4jClientIT {
  private static final String GRAPH = "memory://knowledge-graph";
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private Path directory;

  private List<String> server(String... more) {
    String store = directory.resolve("store").toString();
    return Stream.concat(
            Stream.of(Launched.launcher().toString(), "mcp", "--store", store), Stream.of(more))
        .toList();
  }

  private static JsonNode call(McpClient client, String tool, String arguments) throws IOException {
    ToolExecutionResult result =
        client.executeTool(
            ToolExecutionRequest.builder().id("1").name(tool).arguments(arguments).build());
    assertThat(result.isError()).as("%s: %s", tool, result.resultText()).isFalse();
    return McpProcess.JSON.readTree(result.resultText());
  }

  private static String read(McpClient client, String uri) {
    return ((McpTextResourceContents) client.readResource(uri).contents().get(0)).text();
  }

  @SuppressWarnings("try") // to be interrupted fails the test, as it should
  private static void use(McpTransport transport) throws Exception {
    Set<String> heard = ConcurrentHashMap.newKeySet();
    try (McpClient client =
        DefaultMcpClient.builder()
            .transport(transport)
            .initializationTimeout(PATIENCE)
            .toolExecutionTimeout(PATIENCE)
            .onResourceUpdated((from, uri) -> heard.add(uri))
            .build()) {
      assertThat(
              client.listTools().stream().map(ToolSpecification::name).collect(Collectors.toSet()))
          .hasSizeGreaterThan(20)
          .contains("create_entities", "read_graph", "record_visit");
      assertThat(client.listResources()).extracting(McpResource::uri).contains(GRAPH);
      client.subscribeToResource(GRAPH);

      call(
          client,
          "create_entities",
          """
          {"entities":[{"name":"Ada","entityType":"person","observations":["likes tea"]}]}
          """);
      assertThat(call(client, "read_graph", "{}").at("/entities/0/observations/0").asText())
          .isEqualTo("likes tea");
      Await.until("it hears of the change", () -> heard.contains(GRAPH));
      assertThat(read(client, GRAPH)).contains("likes tea");

      call(client, "record_visit", "{\"url\":\"https://example.com/\",\"seconds\":2.5}");
      assertThat(read(client, "cairn://sites/example.com/context")).contains("1 visit");
      assertThat(client.getPrompt("site_context", Map.of("url", "example.com")).messages())
          .hasSize(1);
    }
  }

  @Test
  void overStdio() throws Exception {
    use(
        StdioMcpTransport.builder()
            .command(server())
            .environment(Map.of("JAVA_HOME", System.getProperty("java.home")))
            .build());
  }

  @Test
  void overHttp() throws Exception {
    Process server = Launched.builder(directory, server("--http", "localhost:0")).start();
    try {
      String url =
          new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      // With the second channel the client hears of changes, as over stdio.
      use(StreamableHttpMcpTransport.builder().url(url).subsidiaryChannel(true).build());
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
  }
}
