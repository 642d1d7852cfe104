package dev.cairn.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.Cairn;
import dev.cairn.documents.NewDocument;
import dev.cairn.jobs.JobId;
import dev.cairn.locks.Hold;
import dev.cairn.values.Deadline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the code in the documentation compiles and runs, and that its links lead to existing
 * files.
 */
class DocumentsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path CODE = Path.of("src/test/java/dev/cairn/docs");
  private static final Path INTEGRATIONS = ROOT.resolve("integrations");
  private static final Pattern SHOWN = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern COMPILED =
      Pattern.compile("// \\[(?!end)\\w+]\n(.*?)// \\[end]", Pattern.DOTALL);
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");

  @TempDir Path directory;

  @Test
  void everyPieceOfJavaInTheDocumentsIsCompiled() throws IOException {
    List<String> compiled = new ArrayList<>();
    for (Path code :
        List.of(
            CODE.resolve("DocumentedCode.java"),
            CODE.resolve("DocumentedConfiguration.java"),
            CODE.resolve("DocumentedCoordination.java"),
            CODE.resolve("DocumentedJobs.java"),
            CODE.resolve("DocumentedRecall.java"),
            CODE.resolve("DocumentedRepositories.java"),
            CODE.resolve("Notes.java"),
            INTEGRATIONS.resolve("adk/src/test/java/dev/cairn/adk/DocumentedCode.java"),
            INTEGRATIONS.resolve("minilm/src/test/java/dev/cairn/minilm/DocumentedCode.java"),
            INTEGRATIONS.resolve(
                "langgraph4j/src/test/java/dev/cairn/langgraph4j/DocumentedCode.java"),
            INTEGRATIONS.resolve(
                "langchain4j/src/test/java/dev/cairn/langchain4j/DocumentedCode.java"),
            INTEGRATIONS.resolve("spring-ai/src/test/java/dev/cairn/spring/DocumentedCode.java"))) {
      compiled.addAll(find(COMPILED, Files.readString(code)));
    }
    for (Path document : documents()) {
      for (String shown : find(SHOWN, Files.readString(document))) {
        assertThat(compiled).as("code in " + document).contains(shown);
      }
    }
  }

  @Test
  void theCodeRuns() throws InterruptedException {
    DocumentedCode.open(directory.resolve("first"));
    try (Cairn cairn = Cairn.open(directory.resolve("second"), DocumentedCode.options())) {
      assertThat(DocumentedCode.sites(cairn.memory())).contains("search_box", "search is slow");
      DocumentedCode.transaction(cairn.memory());
      DocumentedCode.async(cairn, cairn.memory("alice"), "https://example.org");
      DocumentedCode.users(cairn.memory());
      assertThat(DocumentedCode.graph(cairn.memory())).containsExactly("Acme");
      assertThat(DocumentedCode.table(cairn)).hasSize(1);
      assertThat(DocumentedCode.statistics(cairn, cairn.memory("bob"), "https://example.org"))
          .isEqualTo(1);
      assertThat(DocumentedCode.repository(cairn.memory())).isEqualTo(2);
      assertThat(cairn.memory().get(Notes.NOTES, "n1"))
          .map(Notes.Note::text)
          .contains("Free from 50 euros. Not to islands.");
      assertThat(DocumentedRecall.remember(cairn.memory())).hasSize(1);
      assertThat(DocumentedRecall.everything(cairn.memory())).isNotEmpty();
      assertThat(DocumentedRecall.documents(cairn.memory(), "Bleed the pump.", "Pumps leak."))
          .hasSize(1);
      assertThat(DocumentedRecall.search(cairn.memory())).hasSize(2);
      DocumentedRecall.change(cairn.memory());
      DocumentedRecall.transaction(
          cairn.memory(), "https://example.org", List.of(NewDocument.of("p", "a page")));
      DocumentedCoordination.locks(cairn.memory(), Duration.ofSeconds(1));
      DocumentedCoordination.limits(cairn.memory());
      DocumentedCoordination.statistics(cairn.memory());
      assertThat(DocumentedCoordination.guards(cairn.memory())).isEqualTo("likes tea");
      try (Hold hold = DocumentedCoordination.ways(cairn.memory())) {
        assertThat(hold.isHeld()).isTrue();
      }
      assertThat(DocumentedConfiguration.sync(cairn.memory(), Deadline.never())).isEqualTo(1);
      JobId done = DocumentedJobs.work(cairn.memory());
      assertThat(cairn.memory().jobs().get(done).orElseThrow().result()).contains("one page");
      DocumentedJobs.together(cairn.memory(), Duration.ofSeconds(1));
      assertThat(DocumentedJobs.look(cairn.memory()).ready()).isEqualTo(1);
      DocumentedJobs.follow(cairn.memory()).close();
      DocumentedJobs.progress(cairn.memory(), List.of("a", "b"));
      assertThat(cairn.memory().progress().list().get(0).done()).isEqualTo(2);
      assertThat(DocumentedJobs.options(Instant.EPOCH).attempts()).isEqualTo(3);
      assertThat(DocumentedCode.conversations(cairn.memory())).isEqualTo(5 + 1);
      assertThat(DocumentedCode.formerNames(cairn.memory())).isZero();
      assertThat(DocumentedCode.waiting(cairn.memory("waiting"))).isEqualTo("It is blue.");
      DocumentedCode.waitingLater(cairn.memory("waiting"));
      DocumentedCode.observing(cairn.memory("waiting"));
      assertThat(cairn.memory("alice").sites().list()).hasSize(1);
    }
    try (Cairn cairn = Cairn.open(directory.resolve("second"))) {
      assertThat(DocumentedCode.evolved(cairn))
          .extracting(DocumentedCode.LaterNote::topic, DocumentedCode.LaterNote::language)
          .containsExactly(tuple("shipping", "en"));
    }
  }

  @Test
  void everyCounterpartInTheTableOfSeedsIsCompiledAndRuns() throws Exception {
    String table = Files.readString(ROOT.resolve("docs/coordination.md"));
    table = table.substring(table.indexOf("## Coming from Python"));
    String compiled =
        Files.readString(CODE.resolve("SeedCounterparts.java")).replaceAll("\\s+", "");
    List<String> rows = table.lines().filter(line -> line.startsWith("| `")).toList();
    assertThat(rows).hasSizeGreaterThan(30);
    for (String row : rows) {
      for (String code : find(SPAN, row.substring(row.lastIndexOf(" | ")))) {
        assertThat(compiled).as("code in %s", row).contains(code.replaceAll("\\s+", ""));
      }
    }
    try (Cairn cairn = Cairn.open(directory.resolve("seeds"))) {
      SeedCounterparts.locks(cairn.memory());
      SeedCounterparts.users(cairn, "ann");
    }
  }

  @Test
  void theCodeOfRepositoriesRuns() throws IOException {
    Path source = Files.createDirectories(directory.resolve("source"));
    Files.writeString(source.resolve("Retry.java"), "class Retry {} // the policy of a retry\n");
    try (Cairn cairn = Cairn.open(directory.resolve("store"))) {
      DocumentedRepositories.sync(cairn.memory(), source);
      assertThat(DocumentedRepositories.options(cairn.memory(), source).added())
          .containsExactly("Retry.java");
      assertThat(DocumentedRepositories.filter(cairn.memory())).hasSize(1);
    }
  }

  @Test
  void everyLinkLeadsToAFile() throws IOException {
    for (Path document : documents()) {
      for (String link : find(LINK, Files.readString(document))) {
        Path target = ROOT.resolve(ROOT.relativize(document)).resolveSibling(link).normalize();
        assertThat(target).as("link in " + document).exists();
      }
    }
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents =
        new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("ARCHITECTURE.md")));
    try (Stream<Path> files = Files.list(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(documents::add);
    }
    return documents;
  }

  /** Returns what a pattern captures, without indentation that all lines share. */
  private static List<String> find(Pattern pattern, String text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(
          matcher
              .group(1)
              .stripIndent()
              .strip()
              .lines()
              .map(String::stripTrailing)
              .collect(joining("\n")));
    }
    return found;
  }
}
