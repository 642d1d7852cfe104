package dev.cairn.testing;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.documents.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A program that does what those of tests do first, so that their classes get into the archive. */
final class Rehearsal {
  private static final String SITE = "https://a.example";

  private Rehearsal() {}

  public static void main(String[] arguments) throws Exception {
    Path directory = Files.createTempDirectory("cairn-rehearsal");
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      memory.sites().recordVisit(SITE, Duration.ofMillis(3));
      memory.sites().cacheSelector(SITE, "login", "#a", List.of(".b"));
      memory.writeAsync(m -> m.sites().recordQuirk(SITE, "slow", "wait")).get();
      memory.read(m -> m.sites().promptContext(SITE));
      memory.documents().addOrReplace("a", "some words", Metadata.none());
      memory.documents().search("words", 3);
      String fact = memory.await(m -> Optional.of("now"), Duration.ofSeconds(1));
      System.out.println(fact);
    } finally {
      delete(directory);
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
        Files.delete(file);
      }
    }
  }
}
