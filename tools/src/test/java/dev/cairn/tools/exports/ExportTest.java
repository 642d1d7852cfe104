package dev.cairn.tools.exports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.documents.Metadata;
import dev.cairn.documents.NewDocument;
import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.graph.Relation;
import dev.cairn.skills.Skill;
import dev.cairn.tools.imports.Import;
import dev.cairn.tools.imports.Mapping;
import dev.cairn.tools.imports.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that what a memory knows is written for other programs, and can be imported again. */
class ExportTest {
  private static final Metadata METADATA =
      Metadata.of("page", 7).with("tags", List.of("a", "b")).with("draft", true);

  @TempDir private Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory.resolve("store"));
    memory = cairn.memory();
    memory.documents("notes").addOrReplace("n1", "One note.\nTwo lines.", METADATA);
    memory.documents("notes").addOrReplace("../../n2", "---\nNo front matter", Metadata.none());
    memory.documents("notes").addOrReplace("a/n3.md", "A path as an id", Metadata.none());
    memory.documents("notes").addOrReplace("a-n3", "The same name", Metadata.none());
    memory.sites().recordVisit("https://example.com/", Duration.ofSeconds(2));
    memory.skills().add(Skill.of("login", "Log in").withCode("```\nclick()"));
    memory.episodes().record(Episode.of("buy a ticket").withId("e1").withSteps("search"));
    memory.graph().create(Entity.of("Ann", "person").withObservations("likes\ntea"));
    memory.graph().relate(Relation.of("Ann", "works_at", "Acme"));
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private String lines() {
    return memory.read(
        in -> {
          ByteArrayOutputStream out = new ByteArrayOutputStream();
          try {
            JsonLinesExport.write(in, List.of("notes"), out);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
          return out.toString(UTF_8);
        });
  }

  @Test
  void aLineHasEachThingThatIsKnown() throws Exception {
    List<String> types = new ArrayList<>();
    for (String line : lines().lines().toList()) {
      JsonNode object = new ObjectMapper().readTree(line);
      types.add(object.path("type").asText());
    }

    assertThat(types)
        .containsExactly(
            "document",
            "document",
            "document",
            "document",
            "site",
            "skill",
            "episode",
            "entity",
            "relation");
  }

  @Test
  void exportedDocumentsAreImportedAgain() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("out.jsonl"),
            lines().lines().filter(line -> line.contains("\"text\"")).toList().get(1) + "\n");
    Memory other = cairn.memory("other");
    Mapping mapping =
        new Mapping(Optional.empty(), Optional.empty(), List.of("metadata"), Optional.of("notes"));
    try (Source source = Source.of("out.jsonl", file)) {
      Import.read(source, Optional.of("jsonl"), mapping, Instant.EPOCH).into(other, done -> {});
    }

    assertThat(other.documents("notes").count()).isEqualTo(1);
  }

  @Test
  void endsAndSuccessorsOfDocumentsAreExportedAndDoNotComeBackToLife() throws Exception {
    Instant end = Instant.parse("2199-01-01T00:00:00Z");
    memory.documents("notes").addOrReplace(NewDocument.of("end", "Ends.").expiringAt(end));
    memory.documents("notes").supersede("n1", "end");
    Path file = Files.writeString(directory.resolve("out.jsonl"), lines());
    Memory other = cairn.memory("other");
    Mapping mapping = new Mapping(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    try (Source source = Source.of("out.jsonl", file)) {
      Import read = Import.read(source, Optional.of("jsonl"), mapping, Instant.EPOCH);
      read.into(other, done -> {});

      assertThat(read.skips()).anyMatch(skip -> skip.reason().equals("it was superseded by end"));
    }
    assertThat(other.documents("notes").get("end").orElseThrow().expiresAt()).contains(end);
    assertThat(other.documents("notes").get("n1")).isEmpty();
    assertThat(other.documents("notes").get("a-n3").orElseThrow().metadata())
        .isEqualTo(Metadata.none());
  }

  /** Names come from agents: none may lead out of the folder, or hide another file. */
  @Test
  void aFolderOfMarkdownIsImportedAgain() throws Exception {
    Path folder = directory.resolve("vault");
    long files =
        memory.read(
            in -> {
              try {
                return MarkdownExport.write(in, List.of("notes"), folder);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });

    List<String> names;
    try (Stream<Path> all = Files.walk(folder)) {
      names =
          all.filter(Files::isRegularFile)
              .map(file -> folder.relativize(file).toString())
              .sorted()
              .toList();
    }
    assertThat(names)
        .hasSize((int) files)
        .containsExactly(
            "episodes/e1.md",
            "graph/Ann.md",
            "notes/-..-n2.md",
            "notes/a-n3-2.md",
            "notes/a-n3.md",
            "notes/n1.md",
            "sites/example.com.md",
            "skills/login.md");
    assertThat(Files.readString(folder.resolve("graph/Ann.md")))
        .contains("- likes tea\n", "- works_at [[Acme]]\n");
    assertThat(Files.readString(folder.resolve("skills/login.md")))
        .contains("````\n```\nclick()\n````");

    Memory other = cairn.memory("other");
    Mapping mapping = new Mapping(Optional.empty(), Optional.empty(), List.of(), Optional.empty());
    try (Source source = Source.of("vault", folder)) {
      Import.read(source, Optional.empty(), mapping, Instant.EPOCH).into(other, done -> {});
    }
    var note = other.documents("notes").get("notes/n1.md").orElseThrow();
    assertThat(note.text()).isEqualTo("One note.\nTwo lines.");
    assertThat(note.metadata()).isEqualTo(METADATA.with("id", "n1"));
    assertThat(other.documents("notes").get("notes/-..-n2.md").orElseThrow().text())
        .isEqualTo("---\nNo front matter");
  }
}
