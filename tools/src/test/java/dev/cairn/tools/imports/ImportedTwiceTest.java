package dev.cairn.tools.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.documents.Filter;
import dev.cairn.documents.Metadata;
import dev.cairn.graph.Relation;
import dev.cairn.sites.Selector;
import dev.cairn.tools.imports.Tally.Count;
import dev.cairn.tools.trace.BadLineException;
import dev.cairn.values.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that an import stores what its source has, and that a second one changes nothing. */
class ImportedTwiceTest {
  @TempDir private Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("store"));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private Map<String, Count> bring(String sample, boolean dry)
      throws IOException, BadLineException {
    Mapping mapping = sample.endsWith(".csv") ? Samples.TICKETS : Samples.NO_MAPPING;
    try (Source source = Source.of(sample, Samples.path(sample))) {
      Import read = Import.read(source, Optional.empty(), mapping, Samples.NOW);
      return (dry ? read.check(memory) : read.into(memory, done -> {})).counts();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seeds/site_memory.json",
        "seeds/skills.json",
        "seeds/episodic_memory.db",
        "mcp/memory.jsonl",
        "mcp/read_graph.json",
        "chroma",
        "langgraph/store.db",
        "mem0/history-javascript.db",
        "mem0/history-python.db",
        "notes",
        "tables/tickets.csv",
        "tables/facts.jsonl"
      })
  void aSecondImportChangesNothing(String sample) throws Exception {
    long before = memory.version();
    Map<String, Count> expected = bring(sample, true);
    assertThat(memory.version()).as("nothing was written by a dry run").isEqualTo(before);

    assertThat(bring(sample, false)).isEqualTo(expected).isNotEmpty();
    assertThat(expected.values()).allSatisfy(count -> assertThat(count.known()).isZero());

    long imported = memory.version();
    Map<String, Count> again = bring(sample, false);
    assertThat(memory.version()).isEqualTo(imported);
    assertThat(again.values())
        .allSatisfy(count -> assertThat(count.added() + count.changed()).isZero());
    assertThat(bring(sample, true)).isEqualTo(again);
  }

  @Test
  void aSiteMemoryComesWithItsCountsAndTimes() throws Exception {
    bring("seeds/site_memory.json", false);

    var profile = memory.sites().profile("https://www.example.com/").orElseThrow();
    assertThat(profile.site().visits()).isEqualTo(3);
    assertThat(profile.site().totalTime()).isEqualTo(Duration.ofMillis(7_500));
    assertThat(profile.site().lastVisit()).contains(Instant.parse("2026-01-03T10:00:00Z"));
    Selector box = profile.selector("search_box").orElseThrow();
    assertThat(box.inOrder()).containsExactly("input[name='q']", "#search", ".search-input");
    assertThat(box.successes()).isEqualTo(4);
    assertThat(box.failures()).isEqualTo(1);
    assertThat(profile.quirks())
        .singleElement()
        .satisfies(quirk -> assertThat(quirk.workaround()).isEqualTo("Use partial keywords"));
    assertThat(profile.pattern("log in").orElseThrow().actions())
        .containsExactly("open /login", "fill name", "press enter");
    assertThat(memory.sites().count()).isEqualTo(2);
  }

  @Test
  void countsThatTheStoreHasGoOn() throws Exception {
    memory.sites().recordVisit("example.com", Duration.ofSeconds(1));
    memory.skills().recordUse("login", Outcome.SUCCESS, Duration.ofSeconds(1));

    bring("seeds/site_memory.json", false);
    bring("seeds/skills.json", false);

    assertThat(memory.sites().get("example.com").orElseThrow().visits()).isEqualTo(1);
    assertThat(memory.sites().selector("example.com", "search_box")).isPresent();
    assertThat(memory.skills().statistics("login").uses()).isEqualTo(1);
    assertThat(memory.skills().get("login")).isPresent();
  }

  @Test
  void aSkillLibraryComesWithItsUses() throws Exception {
    assertThat(bring("seeds/skills.json", false))
        .containsEntry("skills", new Count(2, 0, 0))
        .containsEntry("skills' uses", new Count(1, 0, 0));

    assertThat(memory.skills().get("login").orElseThrow().tags()).containsExactly("web", "auth");
    assertThat(memory.skills().statistics("login").successRate()).isEqualTo(0.8);
  }

  @Test
  void episodesKeepTheirIdsAndTimes() throws Exception {
    bring("seeds/episodic_memory.db", false);

    var first = memory.episodes().get("ep-1").orElseThrow();
    assertThat(first.site()).contains("example.com");
    assertThat(first.outcome()).isEqualTo(Outcome.SUCCESS);
    assertThat(first.steps()).containsExactly("open the page", "type the name");
    assertThat(first.happenedAt()).isEqualTo(Instant.parse("2026-01-02T03:04:05Z"));
    var second = memory.episodes().get("ep-2").orElseThrow();
    assertThat(second.outcome()).isEqualTo(Outcome.FAILURE);
    assertThat(second.happenedAt()).isEqualTo(Instant.parse("2026-01-03T01:04:05Z"));
    assertThat(memory.episodes().count()).isEqualTo(2);
  }

  @Test
  void bothFormsOfTheGraphAreOneGraph() throws Exception {
    bring("mcp/memory.jsonl", false);

    assertThat(bring("mcp/read_graph.json", false))
        .containsEntry("entities", new Count(0, 0, 2))
        .containsEntry("observations", new Count(0, 0, 3))
        .containsEntry("relations", new Count(0, 0, 1));
    assertThat(memory.graph().all().relations())
        .extracting(Relation::type)
        .isEqualTo(List.of("works_at"));
  }

  @Test
  void documentsAreFoundByTheirWordsAndMetadata() throws Exception {
    assertThat(bring("chroma", false))
        .containsExactly(Map.entry("documents in notes", new Count(4, 0, 0)));

    assertThat(memory.documents("notes").search("retry policies", 1))
        .singleElement()
        .satisfies(hit -> assertThat(hit.document().id()).isEqualTo("n1"));
    assertThat(memory.documents("notes").count(Filter.where("page").atLeast(3))).isEqualTo(2);
  }

  @Test
  void aDocumentThatDiffersIsReplaced() throws Exception {
    bring("chroma", false);
    memory.documents("notes").addOrReplace("n2", "Changed here.", Metadata.none());

    assertThat(bring("chroma", false))
        .containsExactly(Map.entry("documents in notes", new Count(0, 1, 3)));
    assertThat(memory.documents("notes").get("n2").orElseThrow().text())
        .isEqualTo("Olives grow near Granada.");
  }

  /** More than one transaction of documents: each is whole, and the next import does the rest. */
  @Test
  void anImportThatWasStoppedGoesOn() throws Exception {
    Path file = directory.resolve("many.jsonl");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 600; i++) {
      lines
          .append("{\"id\":")
          .append(i)
          .append(",\"text\":\"fact number ")
          .append(i)
          .append("\"}\n");
    }
    Files.writeString(file, lines);
    try (Source source = Source.of("many.jsonl", file)) {
      Import read = Import.read(source, Optional.empty(), Samples.NO_MAPPING, Samples.NOW);
      assertThatThrownBy(
              () ->
                  read.into(
                      memory,
                      done -> {
                        if (done > 550) {
                          throw new IllegalStateException("stopped");
                        }
                      }))
          .hasMessage("stopped");
    }
    long whole = memory.documents().count();
    assertThat(whole).isEqualTo(512);

    try (Source source = Source.of("many.jsonl", file)) {
      Import read = Import.read(source, Optional.empty(), Samples.NO_MAPPING, Samples.NOW);
      assertThat(read.into(memory, done -> {}).counts())
          .containsExactly(Map.entry("documents in documents", new Count(88, 0, 512)));
    }
    assertThat(memory.documents().count()).isEqualTo(600);
  }

  /** Two collections of the source have one id, and both are to come into one collection. */
  @Test
  void anIdThatTwoCollectionsHaveComesIntoOneCollectionOnceAndTheOtherIsTold() throws Exception {
    Path file = directory.resolve("two.jsonl");
    String line = "{\"type\":\"document\",\"collection\":\"%s\",\"id\":\"1\",\"text\":\"of %s\"}\n";
    Files.writeString(file, line.formatted("a", "a") + line.formatted("b", "b"));
    Mapping mapping =
        new Mapping(Optional.empty(), Optional.empty(), List.of(), Optional.of("both"));

    for (Count expected : List.of(new Count(1, 0, 0), new Count(0, 0, 1))) {
      try (Source source = Source.of("two.jsonl", file)) {
        Import read = Import.read(source, Optional.empty(), mapping, Samples.NOW);
        assertThat(read.skips())
            .containsExactly(
                new Import.Skip("b, 1", "the source has this id twice; the first one counts"));
        assertThat(read.into(memory, done -> {}).counts())
            .containsExactly(Map.entry("documents in both", expected));
      }
    }
    assertThat(memory.documents("both").get("1").orElseThrow().text()).isEqualTo("of a");
  }

  /** A program may write to the file between the two readings. */
  @Test
  void aFileIsReadFromACopy() throws Exception {
    Path file = directory.resolve("live.jsonl");
    Files.writeString(file, "{\"id\":1,\"text\":\"before\"}\n");
    try (Source source = Source.of("live.jsonl", file)) {
      Import read = Import.read(source, Optional.empty(), Samples.NO_MAPPING, Samples.NOW);
      Files.writeString(file, "broken");
      read.into(memory, done -> {});
    }
    assertThat(memory.documents().get("1").orElseThrow().text()).isEqualTo("before");
  }

  @Test
  void hostileTextsAndIdsAreStoredAsTheyAre() throws Exception {
    String line =
        "{\"id\":\"%s\",\"text\":\"a \\u0000 half \\ud83d and more\",\"\\u0000\":\"\\ud83d\"}\n";
    Path file = directory.resolve("hostile.jsonl");
    Files.writeString(file, line.formatted("x".repeat(10_000)) + line.formatted("\\u0000"));

    for (Count expected : List.of(new Count(2, 0, 0), new Count(0, 0, 2))) {
      try (Source source = Source.of("hostile.jsonl", file)) {
        Import read = Import.read(source, Optional.empty(), Samples.NO_MAPPING, Samples.NOW);
        assertThat(read.into(memory, done -> {}).counts())
            .containsExactly(Map.entry("documents in documents", expected));
      }
    }
    assertThat(memory.documents().get("\0").orElseThrow().text())
        .isEqualTo("a \0 half \ud83d and more");
  }
}
