package dev.cairn.tools;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.skills.Skill;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes, for tests, a store with rows of every kind, a dump of it, and a directory to restore to.
 */
abstract class DumpedStore {
  record Note(String text) {}

  static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  /** The directory of a store and a dump of it, for all tests. */
  @TempDir static Path home;

  static Path dump;

  /** The directory that a test restores to. */
  @TempDir Path directory;

  int files;

  @BeforeAll
  static void fillAndDump() {
    try (Cairn cairn = Cairn.open(home.resolve("cairn-store"))) {
      for (Memory memory : List.of(cairn.memory(), cairn.memory("alice"))) {
        memory.sites().recordVisit("https://a.example/", Duration.ofSeconds(1));
        memory.skills().add(Skill.of("login", "Log in żółw").tagged("auth"));
        memory.episodes().record(Episode.of("shop").at("https://a.example/").succeeded());
      }
      cairn.memory().put(NOTES, "n1", new Note("half \uD83D and\nline"));
    }
    dump = home.resolve("dump.jsonl");
    assertThat(Launched.run(home, "dump", dump.toString()).succeeded().out())
        .isEqualTo("7 rows of version 8 in " + dump + "\n");
  }

  @BeforeEach
  void count() {
    files = 0;
  }

  Launched.Result cairn(String... arguments) {
    return Launched.run(directory, arguments);
  }

  static List<String> lines(Path file) throws IOException {
    return new ArrayList<>(Files.readAllLines(file, UTF_8));
  }

  Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("bad" + files++ + ".jsonl"), text);
  }
}
