package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.Await;
import dev.cairn.tools.Launched;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.SubscribeRequest;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the client of the MCP Java SDK works with {@code cairn mcp}. */
class JavaClientIT {
  private static final String GRAPH = "memory://knowledge-graph";

  @TempDir private Path directory;

  private String store() {
    return directory.resolve("store").toString();
  }

  private static void use(McpClientTransport transport) {
    List<String> heard = new CopyOnWriteArrayList<>();
    JsonSchemaValidator none =
        (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");
    try (McpSyncClient client =
        McpClient.sync(transport)
            .requestTimeout(Duration.ofMinutes(1))
            .initializationTimeout(Duration.ofMinutes(1))
            .jsonSchemaValidator(none)
            .resourcesUpdateConsumer(contents -> heard.add(contents.get(0).uri()))
            .build()) {
      assertThat(client.initialize().serverInfo().name()).isEqualTo("cairn");
      assertThat(client.listTools().tools()).hasSizeGreaterThan(20);
      client.subscribeResource(SubscribeRequest.builder(GRAPH).build());
      Map<String, Object> entity =
          Map.of("name", "Ada", "entityType", "person", "observations", List.of("o"));
      var created =
          client.callTool(
              CallToolRequest.builder("create_entities")
                  .arguments(Map.of("entities", List.of(entity)))
                  .build());
      assertThat(created.structuredContent()).isEqualTo(Map.of("entities", List.of(entity)));
      Await.until("it hears of the change", () -> heard.contains(GRAPH));
    }
  }

  @Test
  void overStdio() {
    ServerParameters server =
        ServerParameters.builder(Launched.launcher().toString())
            .args("mcp", "--store", store())
            .env(Map.of("JAVA_HOME", System.getProperty("java.home")))
            .build();
    use(new StdioClientTransport(server, Messages.MAPPER));
  }

  @Test
  void overHttp() throws Exception {
    Process server =
        Launched.builder(
                directory,
                List.of(
                    Launched.launcher().toString(),
                    "mcp",
                    "--store",
                    store(),
                    "--http",
                    "localhost:0"))
            .start();
    try {
      String url =
          new BufferedReader(new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
              .readLine();
      use(
          HttpClientStreamableHttpTransport.builder(url.replace("/mcp", ""))
              .endpoint("/mcp")
              .jsonMapper(Messages.MAPPER)
              .build());
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
  }
}
