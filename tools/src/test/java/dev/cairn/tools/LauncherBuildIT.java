package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the launcher script rebuilds {@code cairn} when a source has changed, and only then.
 * The checkout has empty sources, and a fake Maven records its calls and copies a jar.
 */
class LauncherBuildIT {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir private Path directory;
  private Path jar;
  private Path calls;

  @BeforeEach
  void layOut() throws IOException {
    Path tools = Files.createDirectories(directory.resolve("checkout/tools/target")).getParent();
    Files.copy(Launched.launcher(), tools.resolve("cairn"));
    jar = tools.resolve("target/cairn.jar");
    calls = directory.resolve("calls");
    Path real = Launched.launcher().resolveSibling("target/cairn.jar");
    for (String source : List.of("core/src/main/A.java", "tools/src/main/B.java", "pom.xml")) {
      Path file = directory.resolve("checkout").resolve(source);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "");
    }
    age();
    Path maven = Files.createDirectory(directory.resolve("bin")).resolve("mvn");
    Files.writeString(
        maven, "#!/bin/sh\necho call >>'" + calls + "'\ncp '" + real + "' '" + jar + "'\n");
    maven.toFile().setExecutable(true);
  }

  /** Makes every source an old one. */
  private void age() throws IOException {
    try (var files = Files.walk(directory.resolve("checkout"))) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
      }
    }
  }

  private Launched.Result version() {
    ProcessBuilder builder =
        Launched.builder(
            directory, List.of(directory.resolve("checkout/tools/cairn").toString(), "--version"));
    builder.environment().merge("PATH", directory.resolve("bin") + ":", (old, add) -> add + old);
    return Launched.run(builder, "");
  }

  private long builds() throws IOException {
    return Files.exists(calls) ? Files.readAllLines(calls).size() : 0;
  }

  @Test
  void buildsOnceAndThenRuns() throws IOException {
    Launched.Result first = version();
    assertThat(first.err()).isEqualTo("building cairn …\n");
    assertThat(first.out()).startsWith("cairn ");
    version().succeeded();
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhereASourceIsYoungerOrGone() throws IOException {
    version();
    Path source = directory.resolve("checkout/core/src/main/A.java");
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(version().err()).isEqualTo("building cairn …\n");
    assertThat(builds()).isEqualTo(2);

    age();
    version().succeeded();
    Files.delete(source);
    Files.setLastModifiedTime(source.getParent(), FileTime.from(Instant.now().plusSeconds(60)));
    version();
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void runsWhatThereIsWhereItCannotBuild() throws IOException {
    version();
    Files.delete(directory.resolve("bin/mvn"));
    Files.setLastModifiedTime(
        directory.resolve("checkout/pom.xml"), FileTime.from(Instant.now().plusSeconds(60)));
    ProcessBuilder withoutMaven =
        Launched.builder(
            directory, List.of(directory.resolve("checkout/tools/cairn").toString(), "--version"));
    withoutMaven.environment().put("PATH", "/usr/bin:/bin");
    if (!Files.exists(Path.of("/usr/bin/mvn"))) {
      Launched.run(withoutMaven, "").succeeded();
    }
    assertThat(builds()).isEqualTo(1);
  }
}
