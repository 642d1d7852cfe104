package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.config.Setting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the command takes settings from its environment and from a file, prints where each
 * comes from, and names all mistakes in one line.
 */
class ConfigIT {
  @TempDir private Path directory;

  private Launched.Result cairn(Map<String, String> variables, String... arguments) {
    List<String> command = new ArrayList<>(List.of(Launched.launcher().toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = Launched.builder(directory, command);
    builder.environment().putAll(variables);
    return Launched.run(builder, "");
  }

  @Test
  void printsEverySettingWithItsValueAndWhereItComesFrom() throws IOException {
    Files.writeString(directory.resolve("a.properties"), "sync.at-once=7\nwrite-timeout=9s\n");

    Launched.Result result =
        cairn(
            Map.of("CAIRN_CONFIG", "a.properties", "CAIRN_WRITE_TIMEOUT", "8s", "CAIRN_X", "1"),
            "config",
            "--map-size=1G",
            "--json");

    JsonNode config = new ObjectMapper().readTree(result.succeeded().out());
    assertThat(config.get("settings")).hasSize(Setting.values().length);
    assertThat(line(config, "sync.at-once")).isEqualTo("7 from a.properties: sync.at-once");
    assertThat(line(config, "write-timeout")).isEqualTo("8s from CAIRN_WRITE_TIMEOUT");
    assertThat(line(config, "map-size")).isEqualTo("1073741824 from --map-size");
    assertThat(line(config, "cache")).isEqualTo("60s from default");
    assertThat(config.get("unknownVariables").get(0).textValue()).isEqualTo("CAIRN_X");
    assertThat(cairn(Map.of("CAIRN_X", "1"), "config", "--config=a.properties").succeeded().out())
        .containsPattern("(?m)^sync.at-once +7 +a.properties: sync.at-once$")
        .contains("CAIRN_X is no setting");
  }

  private static String line(JsonNode config, String setting) {
    for (JsonNode each : config.get("settings")) {
      if (each.get("setting").textValue().equals(setting)) {
        return each.get("value").textValue() + " from " + each.get("from").textValue();
      }
    }
    throw new AssertionError("no setting " + setting);
  }

  @Test
  void allMistakesAreInOneLineWhateverTheVerb() {
    Map<String, String> wrong = Map.of("CAIRN_MAP_SIZE", "much", "CAIRN_DURABILITY", "maybe");

    for (String verb : List.of("config", "stat", "mcp")) {
      cairn(wrong, verb)
          .failed(2, "2 mistakes in the configuration: (1) CAIRN_MAP_SIZE: 'much' is no size");
    }
    cairn(Map.of(), "config", "--config", "missing").failed(2, "missing: the file cannot be read");
  }

  @Test
  void theSettingsHoldForTheStoresThatTheCommandOpens() throws IOException {
    try (Cairn cairn = Cairn.open(directory.resolve("named"))) {
      cairn.memory().users().update("ann", user -> user);
    }
    Files.writeString(directory.resolve("a.properties"), "store=named\nmap-size=40M\n");

    assertThat(cairn(Map.of(), "stat", "--config=a.properties").succeeded().out())
        .contains("named")
        .contains("at most 40.0 MiB");
  }

  @Test
  void theServerTakesItsSettings() {
    cairn(Map.of("CAIRN_MCP_HTTP", "0.0.0.0:0"), "mcp").failed(2, "set CAIRN_MCP_TOKEN");
    cairn(Map.of("CAIRN_MCP_HTTP", "here"), "mcp").failed(2, "mcp.http: 'here' is no HOST:PORT");
    cairn(Map.of("CAIRN_MCP_TOOLS", "all"), "mcp").failed(2, "there is no group 'all'");
    ProcessBuilder server =
        Launched.builder(directory, List.of(Launched.launcher().toString(), "mcp"));
    server
        .environment()
        .putAll(
            Map.of(
                "CAIRN_STORE", "store",
                "CAIRN_MCP_TOOLS", "graph, sites",
                "CAIRN_MCP_READ_ONLY", "true"));
    String request = "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}\n";
    String client =
        "{\"protocolVersion\":\"2025-03-26\",\"capabilities\":{},"
            + "\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}";

    assertThat(
            Launched.run(
                    server,
                    request.formatted(1, "initialize", client)
                        + request.formatted(2, "tools/list", "{}"))
                .out())
        .contains("\"search_nodes\"", "\"site_context\"")
        .doesNotContain("\"create_entities\"", "\"find_skills\"");
  }

  @Test
  void aTokenIsNotPrinted() {
    assertThat(cairn(Map.of("CAIRN_MCP_TOKEN", "open-sesame-open-sesame"), "config").out())
        .doesNotContain("sesame")
        .contains("(hidden)");
  }
}
