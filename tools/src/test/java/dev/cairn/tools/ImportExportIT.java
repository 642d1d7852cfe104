package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.graph.Entity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that {@code cairn import} and {@code cairn export} read and write the files of other
 * programs, that of the reference MCP memory server without loss.
 */
class ImportExportIT {
  private static final String ALICE =
      "{\"type\":\"entity\",\"name\":\"Alice\",\"entityType\":\"person\",\"observations\":[\"likes tea\"]}\n";
  private static final String BOB =
      "{\"type\":\"entity\",\"name\":\"Bob\",\"entityType\":\"person\",\"observations\":[]}\n";
  private static final String KNOWS =
      "{\"type\":\"relation\",\"from\":\"Alice\",\"to\":\"Bob\",\"relationType\":\"knows\"}\n";

  private static final Path SAMPLES =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolve("src/test/resources/imports");

  @TempDir private Path directory;

  @BeforeEach
  void writeFile() throws IOException {
    Files.writeString(directory.resolve("memory.jsonl"), ALICE + BOB + "\n" + KNOWS);
  }

  private Launched.Result cairn(String... arguments) {
    return Launched.run(directory, arguments);
  }

  @Test
  void whatIsImportedIsExported() throws IOException {
    assertThat(cairn("import", "memory.jsonl").succeeded().out())
        .startsWith(
            """
            mcp: imported
            entities: 2 added, 0 known
            observations: 1 added, 0 known
            relations: 1 added, 0 known
            """);

    assertThat(cairn("export").succeeded().out()).isEqualTo(ALICE + BOB + KNOWS);
    assertThat(cairn("export", "out.jsonl").succeeded().out())
        .isEqualTo("2 entities and 1 relation in out.jsonl\nstore: " + store("cairn-store") + "\n");
    assertThat(directory.resolve("out.jsonl")).hasContent(ALICE + BOB + KNOWS);
    assertThat(cairn("export", "--namespace", "alice").succeeded().out()).isEmpty();
  }

  /** The store of {@code cairn mcp} is another one, where neither is told which to use. */
  @Test
  void anImportNamesItsStoreAndThatOfTheServer() {
    assertThat(cairn("import", "memory.jsonl").succeeded().out().lines().skip(4))
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo("store: " + store("cairn-store")),
            line ->
                assertThat(line)
                    .startsWith("cairn mcp serves another store, unless it is told: ")
                    .endsWith("/cairn/memory"));
    assertThat(cairn("import", "memory.jsonl", "--store", "mine").succeeded().out().lines().skip(4))
        .containsExactly("store: " + store("mine"));
  }

  private Path store(String name) {
    return directory.resolve(name).toAbsolutePath().normalize();
  }

  @Test
  void anImportAddsToWhatIsThere() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      cairn.memory("ns").graph().create(Entity.of("Alice", "human").withObservations("likes cats"));
    }

    for (String added :
        new String[] {
          "\"entities\":{\"added\":1,\"changed\":0,\"known\":1}",
          "\"entities\":{\"added\":0,\"changed\":0,\"known\":2}"
        }) {
      assertThat(cairn("import", "memory.jsonl", "--namespace", "ns", "--json").succeeded().out())
          .contains("\"namespace\":\"ns\"", added);
    }
    assertThat(cairn("export", "--namespace", "ns").succeeded().out())
        .isEqualTo(
            ALICE.replace("person", "human").replace("[\"likes", "[\"likes cats\",\"likes")
                + BOB
                + KNOWS);
  }

  @Test
  void linesOfOneEntityAreOneEntity() {
    String more = ALICE.replace("[\"likes tea\"]", "[\"likes tea\",\"likes chess\"]");

    assertThat(Launched.feed(directory, ALICE + BOB + more, "import", "-").succeeded().out())
        .startsWith("mcp: imported\nentities: 2 added, 0 known\nobservations: 2 added, 1 known\n");
    assertThat(cairn("export").succeeded().out()).isEqualTo(more + BOB);
  }

  @Test
  void aDumpHoldsTheGraph() {
    cairn("import", "memory.jsonl").succeeded();
    cairn("dump", "dump.jsonl").succeeded();
    cairn("restore", "dump.jsonl", "--store", "copy").succeeded();

    assertThat(cairn("export", "--store", "copy").succeeded().out()).isEqualTo(ALICE + BOB + KNOWS);
    assertThat(cairn("verify", "--deep", "--store", "copy").code()).isZero();
  }

  @Test
  void aBadLineIsNamedAndNothingIsImported() {
    Launched.feed(directory, ALICE + "\n{\"type\":\"entity\"}\n" + BOB, "import", "-")
        .failed(2, "stdin:3: name is missing; it must be text");

    assertThat(directory.resolve("cairn-store")).doesNotExist();
  }

  @Test
  void filesThatAreNotThereAreNamed() {
    cairn("import", "nowhere.jsonl").failed(2, "no such file: nowhere.jsonl");
    cairn("import", ".")
        .failed(2, ".: the folder has neither Markdown files nor Chroma's database");
    cairn("export").failed(2, "no store at");
  }

  @Test
  void aDryRunTellsWhatWouldComeAndMakesNoStore() {
    String chroma = SAMPLES.resolve("chroma").toString();

    assertThat(cairn("import", chroma, "--dry-run").succeeded().out())
        .startsWith(
            "chroma: nothing is stored; this would be\ndocuments in notes: 4 added, 0 known\n"
                + "not taken: bare, v1: a vector without a text");
    assertThat(directory.resolve("cairn-store")).doesNotExist();
  }

  @Test
  void documentsOfOthersAreExportedAsLinesAndAsAFolder() {
    cairn("import", SAMPLES.resolve("chroma").toString()).succeeded();

    assertThat(cairn("export", "--format", "jsonl").succeeded().out().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("{\"type\":\"document\",\"collection\":\"notes\",\"id\":\"n1\",\"text\":");
    assertThat(cairn("export", "--format", "markdown", "vault").succeeded().out())
        .startsWith("4 files in vault\n");
    assertThat(directory.resolve("vault/notes/n2.md")).content().contains("source: \"travel\"");
    cairn("export", "--format", "markdown", "vault").failed(2, "is not empty");
    cairn("export", "--format", "markdown").failed(2, "name the folder");
    cairn("import", "vault", "--as", "nope").failed(2, "--as must be chroma, csv, episodes");
  }
}
