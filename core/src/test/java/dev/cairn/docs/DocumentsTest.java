package dev.cairn.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.Cairn;
import dev.cairn.documents.NewDocument;
import dev.cairn.jobs.JobId;
import dev.cairn.locks.Hold;
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
  private static final Pattern LINK = Pattern.compile("]\\((?!https?:|#)([^)#]+)");

  @TempDir Path directory;

  @Test
  void everyPieceOfJavaInTheDocumentsIsCompiled() throws IOException {
    List<String> compiled = new ArrayList<>();
    for (Path code :
        List.of(
            CODE.resolve("DocumentedCode.java"),
            CODE.resolve("DocumentedCoordination.java"),
            CODE.resolve("DocumentedJobs.java"),
            CODE.resolve("DocumentedRecall.java"),
            CODE.resolve("Notes.java"),
            INTEGRATIONS.resolve("adk/src/test/java/dev/cairn/adk/DocumentedCode.java"),
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
      try (Hold hold = DocumentedCoordination.ways(cairn.memory())) {
        assertThat(hold.isHeld()).isTrue();
      }
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
