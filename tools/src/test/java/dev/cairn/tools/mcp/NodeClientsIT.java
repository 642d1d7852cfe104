package dev.cairn.tools.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cairn.tools.Launched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that third-party MCP clients for Node work with {@code cairn mcp}: the TypeScript SDK, the
 * inspector and the conformance suite.
 */
class NodeClientsIT {
  @TempDir private Path directory;

  private List<String> server(String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Launched.launcher().toString(),
                "mcp",
                "--store",
                directory.resolve("store").toString()));
    command.addAll(List.of(more));
    return command;
  }

  private String node(String script, List<String> arguments) {
    Path modules = NodeModules.require();
    List<String> command = new ArrayList<>(List.of(NodeModules.node(), script));
    command.addAll(arguments);
    ProcessBuilder builder = Launched.builder(modules, command);
    builder.environment().put("HOME", directory.toString()); // the inspector keeps files there
    return Launched.run(builder, "").succeeded().out();
  }

  private Process http() throws IOException {
    return Launched.builder(directory, server("--http", "localhost:0")).start();
  }

  private static String url(Process server) throws IOException {
    return new BufferedReader(
            new InputStreamReader(server.getInputStream(), StandardCharsets.UTF_8))
        .readLine();
  }

  @Test
  void theClientOfTheTypeScriptSdkOverStdio() {
    List<String> arguments = new ArrayList<>(List.of("stdio"));
    arguments.addAll(server());
    assertThat(node("client.mjs", arguments)).isEqualTo("done\n");
  }

  @Test
  void theClientOfTheTypeScriptSdkOverHttp() throws Exception {
    NodeModules.require();
    Process server = http();
    try {
      assertThat(node("client.mjs", List.of("http", url(server)))).isEqualTo("done\n");
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
  }

  private JsonNode inspect(List<String> target, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(List.of("--cli"));
    all.addAll(target);
    all.addAll(List.of(arguments));
    return McpProcess.JSON.readTree(
        node("node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js", all));
  }

  private void inspect(List<String> target) throws IOException {
    // The inspector would report a schema that some client cannot read, and the run would fail.
    assertThat(inspect(target, "--method", "tools/list", "--strict").get("tools"))
        .hasSizeGreaterThan(20);
    JsonNode visited =
        inspect(
            target,
            "--method",
            "tools/call",
            "--tool-name",
            "record_visit",
            "--tool-arg",
            "url=https://example.com/",
            "--tool-arg",
            "seconds=2.5");
    assertThat(visited.at("/structuredContent/visits").asInt()).isEqualTo(1);
    assertThat(
            inspect(
                    target,
                    "--method",
                    "resources/read",
                    "--uri",
                    "cairn://sites/example.com/context")
                .at("/contents/0/text")
                .asText())
        .contains("1 visit");
    assertThat(
            inspect(
                    target,
                    "--method",
                    "prompts/get",
                    "--prompt-name",
                    "site_context",
                    "--prompt-args",
                    "url=example.com")
                .at("/messages/0/content/text")
                .asText())
        .contains("1 visit");
  }

  @Test
  void theInspectorOverStdio() throws IOException {
    inspect(server());
  }

  @Test
  void theInspectorOverHttp() throws Exception {
    NodeModules.require();
    Process server = http();
    try {
      inspect(List.of(url(server), "--transport", "http"));
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
  }

  /** Fails, too, if a scenario succeeds that conformance.yml says a memory server cannot answer. */
  @Test
  void theConformanceSuite() throws Exception {
    NodeModules.require();
    Process server = http();
    try {
      String report =
          node(
              "node_modules/@modelcontextprotocol/conformance/dist/index.js",
              List.of(
                  "server",
                  "--url",
                  url(server),
                  "--suite",
                  "all",
                  "--expected-failures",
                  "conformance.yml"));
      assertThat(report).contains("server-initialize: 1 passed", "resources-subscribe: 1 passed");
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
  }
}
