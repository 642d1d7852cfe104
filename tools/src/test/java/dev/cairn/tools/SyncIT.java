package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.testing.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that {@code cairn sync} keeps source files in the store, and {@code search} finds them. */
class SyncIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path directory;

  @BeforeEach
  void write() {
    write("shop/Retry.java", "class Retry {\n  // the policy: three times\n}\n");
    write("shop/logo.png", "\0");
  }

  private void write(String path, String text) {
    try {
      Path file = directory.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String read(String file) {
    try {
      return Files.readString(directory.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSyncTellsWhatItDidAndASearchFindsIt() {
    assertThat(Launched.run(directory, "sync", "shop").succeeded().out())
        .startsWith("shop: 1 added, 0 changed, 0 deleted, 0 unchanged, 1 skipped, 0 failed in ")
        .contains("\n  skipped, no text in UTF-8: logo.png\n");
    assertThat(
            Launched.run(directory, "search", "retry policy", "--repo", "shop").succeeded().out())
        .startsWith("Retry.java:1-3  ")
        .contains("\n    class Retry {\n      // the policy: three times\n    }\n");
    assertThat(Launched.run(directory, "sync", "shop", "--full").succeeded().out())
        .contains("1 unchanged");
    assertThat(Launched.run(directory, "search", "nowhere", "--repo", "shop").succeeded().out())
        .isEqualTo("nothing found\n");
  }

  @Test
  void bothPrintJson() throws IOException {
    JsonNode report =
        JSON.readTree(
            Launched.run(directory, "sync", "shop", "--name", "s", "--json").succeeded().out());
    assertThat(report.get("repository").asText()).isEqualTo("s");
    assertThat(report.get("added").get(0).asText()).isEqualTo("Retry.java");
    assertThat(report.get("skipped").get(0).get("reason").asText()).isEqualTo("no text in UTF-8");
    JsonNode hit =
        JSON.readTree(
            Launched.run(directory, "search", "policy", "--repo", "s", "--json").succeeded().out());
    assertThat(hit.get("path").asText()).isEqualTo("Retry.java");
    assertThat(hit.get("firstLine").asInt()).isEqualTo(1);
    assertThat(hit.get("lastLine").asInt()).isEqualTo(3);
  }

  @Test
  void badArgumentsAreOneLineAndCode2() {
    Launched.run(directory, "sync", "absent").failed(ExitCode.BAD_INPUT, "is no directory");
    Launched.run(directory, "sync", "shop").succeeded();
    Launched.run(directory, "search", "x", "--repo", "other")
        .failed(ExitCode.BAD_INPUT, "no repository 'other'");
    Launched.run(directory, "search", "x").failed(ExitCode.BAD_INPUT, "--repo");
  }

  @Test
  void aWatchSyncsWhatChangesUntilItIsStopped() throws Exception {
    Process watch =
        Launched.builder(
                directory, List.of(Launched.launcher().toString(), "sync", "shop", "--watch"))
            .redirectOutput(directory.resolve("out").toFile())
            .redirectError(directory.resolve("err").toFile())
            .start();
    Await.until("the first report", () -> read("out").contains("1 added"));
    write("shop/Limit.java", "class Limit {}\n");
    Await.until("the next report", () -> read("out").contains("1 unchanged"));
    Launched.run(directory, "search", "limit", "--repo", "shop").succeeded();
    Launched.signal(watch, "TERM");
    assertThat(Launched.end(watch)).isZero();
    assertThat(read("err")).isEmpty();
  }
}
