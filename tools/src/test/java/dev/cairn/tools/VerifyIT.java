package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.skills.Skill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn verify} reports damage, and that {@code cairn salvage} rescues the
 * readable rows.
 */
class VerifyIT {
  @TempDir private Path directory;

  @BeforeEach
  void fillStore() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      for (int i = 0; i < 100; i++) {
        String url = "https://site" + i + ".example/";
        cairn.memory().write(m -> m.sites().recordVisit(url, Duration.ofSeconds(1)));
      }
    }
  }

  /** Cuts the file where no program can open it any more. */
  private void damage() throws IOException {
    Path data = directory.resolve("cairn-store/data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    Files.write(data, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static JsonNode json(Launched.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  @Test
  void aSoundStore() throws IOException {
    String text = Launched.run(directory, "verify").succeeded().out();
    assertThat(text.lines()).last().isEqualTo("sound");
    assertThat(text).containsPattern("sites +100 ").doesNotContain("free");

    text = Launched.run(directory, "verify", "--deep").succeeded().out();
    assertThat(text).contains(" in use, ", " free");

    JsonNode report = json(Launched.run(directory, "verify", "--deep", "--json").succeeded());
    assertThat(report.get("sound").booleanValue()).isTrue();
    assertThat(report.get("findings")).isEmpty();
    assertThat(report.get("pages").get("inUse").longValue()).isPositive();

    text = Launched.run(directory, "salvage", "rescued").succeeded().out();
    assertThat(text.lines()).last().isEqualTo("100 rows in rescued; all of it");
    Launched.run(directory, "--store", "rescued", "verify", "--deep").succeeded();
  }

  @Test
  void aSoundStoreWithAnIndexOfTheLibrarysOwn() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      cairn.memory("notes").skills().add(Skill.of("s", "crosses the river"));
      assertThat(cairn.memory("notes").recall("river", 1)).hasSize(1);
    }
    String text = Launched.run(directory, "verify").succeeded().out();
    assertThat(text.lines()).last().isEqualTo("sound");
  }

  @Test
  void aStoreThatCannotBeOpened() throws IOException {
    damage();
    Launched.run(directory, "stat").failed(ExitCode.BAD_INPUT, "damaged");

    Launched.Result verified = Launched.run(directory, "verify", "--deep");
    assertThat(verified.code()).isEqualTo(ExitCode.PROBLEM);
    assertThat(verified.err()).isEmpty();
    assertThat(verified.out()).contains("the file is cut off");
    assertThat(verified.out().lines()).last().asString().matches("\\d+ findings?");

    JsonNode report = json(Launched.run(directory, "verify", "--json"));
    assertThat(report.get("sound").booleanValue()).isFalse();
    assertThat(report.get("findings").size()).isEqualTo(report.get("findingCount").intValue());

    Launched.Result salvaged = Launched.run(directory, "salvage", "rescued", "--json");
    assertThat(salvaged.code()).isEqualTo(ExitCode.PROBLEM);
    assertThat(salvaged.err()).isEmpty();
    assertThat(json(salvaged).get("findings")).isNotEmpty();
    Launched.run(directory, "--store", "rescued", "verify", "--deep").succeeded();
  }

  @Test
  void aStoreWithoutHeaders() throws IOException {
    Path data = directory.resolve("cairn-store/data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    Arrays.fill(bytes, 0, 8192, (byte) 0);
    Files.write(data, bytes);
    Launched.Result verified = Launched.run(directory, "verify");
    assertThat(verified.code()).isEqualTo(ExitCode.PROBLEM);
    assertThat(verified.err()).isEmpty();
    assertThat(verified.out()).contains("the first header cannot be used");
    assertThat(Launched.run(directory, "salvage", "rescued").code()).isEqualTo(ExitCode.PROBLEM);
    Launched.run(directory, "--store", "rescued", "verify", "--deep").succeeded();

    Files.write(data, Arrays.copyOf(bytes, 100));
    assertThat(Launched.run(directory, "verify").code()).isEqualTo(ExitCode.PROBLEM);
    Files.writeString(data, "a text\n".repeat(10_000));
    Launched.run(directory, "verify").failed(ExitCode.BAD_INPUT, "not a Cairn store");
  }

  @Test
  void noStoreAndNoPlaceForOne() {
    Launched.run(directory, "--store", "nowhere", "verify")
        .failed(ExitCode.BAD_INPUT, "there is no store at nowhere");
    Launched.run(directory, "--store", "nowhere", "salvage", "rescued")
        .failed(ExitCode.BAD_INPUT, "there is no store at nowhere");
    Launched.run(directory, "salvage", "cairn-store").failed(ExitCode.BAD_INPUT, "into itself");
    Launched.run(directory, "salvage").failed(ExitCode.BAD_INPUT, "DEST");
    Launched.run(directory, "salvage", "rescued").succeeded();
    Launched.run(directory, "salvage", "rescued").failed(ExitCode.BAD_INPUT, "rows");
  }
}
