package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that the launcher script starts {@code cairn} through any link, and explains missing
 * programs and bad arguments.
 */
class LauncherIT {
  @TempDir private Path directory;

  @Test
  void worksThroughSymbolicLinks() throws IOException {
    Path first = Files.createSymbolicLink(directory.resolve("first"), Launched.launcher());
    Path folder = Files.createDirectory(directory.resolve("folder"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("..", "first"));

    assertThat(version(List.of(first.toString()))).startsWith("cairn ");
    assertThat(version(List.of(second.toString()))).startsWith("cairn ");
    assertThat(version(List.of("sh", "first"))).startsWith("cairn ");
  }

  private String version(List<String> command) {
    List<String> all = Stream.concat(command.stream(), Stream.of("--version")).toList();
    return Launched.run(Launched.builder(directory, all), "").succeeded().out();
  }

  @Test
  void passesWordsToTheJvm() {
    ProcessBuilder builder =
        Launched.builder(directory, List.of(Launched.launcher().toString(), "--version"));
    builder.environment().put("CAIRN_JAVA_OPTS", "-Xmx300m -XX:+PrintFlagsFinal");
    assertThat(Launched.run(builder, "").succeeded().out())
        .containsPattern("MaxHeapSize\\s+= 314572800");
  }

  @Test
  void startsWithAnArchiveOfItsClasses() throws IOException {
    Path log = directory.resolve("classes.log");
    ProcessBuilder builder =
        Launched.builder(directory, List.of(Launched.launcher().toString(), "--version"));
    builder.environment().put("CAIRN_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    Launched.run(builder, "").succeeded();
    assertThat(Files.readString(log))
        .contains("dev.cairn.tools.CairnCommand source: shared objects file");
  }

  @Test
  void saysWhatIsMissing() throws IOException {
    ProcessBuilder nowhere =
        Launched.builder(directory, List.of(Launched.launcher().toString(), "--version"));
    nowhere.environment().put("JAVA_HOME", directory.toString());
    Launched.run(nowhere, "").failed(2, "set it to a JDK of version 17 or newer");

    Files.createDirectory(directory.resolve("bin"));
    Files.createFile(directory.resolve("bin/java")).toFile().setExecutable(true);
    Files.writeString(directory.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    Launched.run(nowhere, "").failed(2, "is version 11.0.2; cairn needs 17 or newer");
  }

  @Test
  void saysWhatIsWrongWithTheArguments() {
    Launched.run(directory).failed(2, "see cairn --help");
    Launched.run(directory, "dance").failed(2, "'dance'");
    Launched.run(directory, "stat", "--fast").failed(2, "'--fast'");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "demo",
        "replay",
        "list",
        "show",
        "context",
        "stat",
        "verify",
        "salvage",
        "watch",
        "locks",
        "jobs",
        "jobs list",
        "progress",
        "mcp",
        "dump",
        "restore",
        "import",
        "export",
        "copy",
        "reindex",
        "drop-namespace",
        "update-site-names"
      })
  void everyVerbHelps(String verb) {
    String help = Launched.shell(directory, "cairn " + verb + " --help").succeeded().out();
    assertThat(help).startsWith("Usage: cairn").contains("--json", "--version");
    // The demo makes a store of its own.
    assertThat(help.contains("--store")).as("an option --store").isEqualTo(!verb.equals("demo"));
    assertThat(Launched.shell(directory, "cairn " + verb + " --version").succeeded().out())
        .startsWith("cairn ");
  }

  @Test
  void everyExampleOfTheHelpRuns() throws IOException {
    try (var trace = LauncherIT.class.getResourceAsStream("demo.jsonl")) {
      Files.copy(trace, directory.resolve("trace.jsonl"));
    }
    for (String verb :
        List.of(
            "replay",
            "demo",
            "list",
            "show",
            "context",
            "stat",
            "copy",
            "reindex",
            "drop-namespace",
            "update-site-names")) {
      List<String> examples =
          Launched.run(directory, verb, "--help")
              .out()
              .lines()
              .dropWhile(line -> !line.equals("Examples:"))
              .skip(1)
              .map(String::strip)
              .toList();
      assertThat(examples).as(verb).isNotEmpty();
      for (String example : examples) {
        assertThat(
                Launched.shell(directory, "TMPDIR='" + directory + "' " + example)
                    .succeeded()
                    .out())
            .as(example)
            .isNotBlank();
      }
    }
  }
}
