package dev.cairn.tools.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.documents.Metadata;
import dev.cairn.documents.NewDocument;
import dev.cairn.tools.imports.Import.Skip;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that documents of other programs are read with their ids, texts and metadata. */
class DocumentFormatsTest {
  @Test
  void aFolderOfChromaHasTheDocumentsThatItsClientWouldReturn() throws Exception {
    Samples.Recorded read = Samples.read("chroma", "chroma");

    assertThat(read.documents)
        .extracting(each -> each.id().orElseThrow(), NewDocument::text)
        .containsExactly(
            tuple("n1", "The retry policy waits twice as long each time."),
            tuple("n2", "Olives grow near Granada."),
            tuple("n4", "Text after its update."),
            tuple("n5", "Added after the last read: it is in the queue only."));
    assertThat(read.collections).containsOnly("notes");
    assertThat(read.document("n1").metadata())
        .isEqualTo(
            Metadata.of("source", "handbook")
                .with("page", 7)
                .with("weight", 0.5)
                .with("draft", false)
                .with("tags", List.of("net", "time")));
    assertThat(read.document("n4").metadata())
        .isEqualTo(Metadata.of("source", "y").with("page", 2));
    assertThat(read.skips)
        .containsExactly(
            new Skip("bare, v1", "a vector without a text; nothing is left without the vector"));
  }

  @Test
  void theStoreOfLangGraphHasItemsWithTheirTextsAndFields() throws Exception {
    Samples.Recorded read = Samples.read("langgraph/store.db", "langgraph");

    assertThat(read.document("memories.alice/tea").text()).isEqualTo("Alice likes green tea");
    assertThat(read.document("memories.alice/tea").metadata())
        .isEqualTo(
            Metadata.of("namespace", "memories.alice")
                .with("key", "tea")
                .with("created_at", Instant.parse("2026-01-02T03:04:05Z"))
                .with("updated_at", Instant.parse("2026-01-02T03:04:06Z"))
                .with("topic", "food")
                .with("weight", 0.5)
                .with("tags", List.of("tea", "green")));
    assertThat(read.document("memories.alice/langmem").text()).isEqualTo("Alice lives in Oslo");
    assertThat(read.document("memories.bob/plain").text())
        .isEqualTo("{\"colour\":\"blue\",\"size\":3}");
    assertThat(read.document("memories.bob/later").expiresAt())
        .contains(Instant.parse("2199-01-01T00:00:00Z"));
    assertThat(read.skips)
        .containsExactly(new Skip("memories.bob/gone", "it has expired at 2020-01-01T00:00:00Z"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"python", "javascript"})
  void theHistoryOfMem0HasTheMemoriesAsTheyAreNow(String language) throws Exception {
    Samples.Recorded read = Samples.read("mem0/history-" + language + ".db", "mem0");

    assertThat(read.documents)
        .extracting(NewDocument::text)
        .containsExactlyInAnyOrder("Likes green tea", "Lives in Oslo");
    assertThat(read.document("m-tea").metadata().get("updated_at")).isPresent();
    assertThat(read.skips).containsExactly(new Skip("memory m-secret", "it was deleted"));
  }

  @Test
  void aFolderOfMarkdownHasFrontMatterAndLinks() throws Exception {
    Samples.Recorded read = Samples.read("notes", "markdown");

    assertThat(read.document("retry-policy.md").metadata())
        .isEqualTo(
            Metadata.of("title", "Retry policy")
                .with("type", "note")
                .with("permalink", "retry-policy")
                .with("tags", List.of("net", "time"))
                .with("created", "2026-01-02")
                .with("rating", 4)
                .with("links", List.of("Timeouts", "people/Ann")));
    assertThat(read.document("retry-policy.md").text())
        .startsWith("# Retry policy\n")
        .endsWith("[[people/Ann|Ann]]");
    assertThat(read.document("people/Ann.md").text()).startsWith("# Ann");
    assertThat(read.document("broken.md").text()).isEqualTo("The text stays.");
    assertThat(read.documents).hasSize(3);
    assertThat(read.skips)
        .extracting(Skip::place)
        .containsExactlyInAnyOrder("broken.md:2", "empty.md", "latin1.md");
  }

  @Test
  void rowsOfATableAreDocumentsByTheColumnsThatAreNamed() throws Exception {
    Samples.Recorded read =
        Samples.read(Samples.path("tables/tickets.csv"), "csv", Samples.TICKETS);

    assertThat(read.documents.get(0))
        .isEqualTo(
            NewDocument.of("7", "The printer is on fire, again")
                .with("status", "open")
                .with("owner", "ann"));
    assertThat(read.document("8"))
        .isEqualTo(NewDocument.of("8", "Two\nlines and a \"quote\"").with("status", "closed"));
    assertThat(read.skips).containsExactly(new Skip("line 5", "it has no text"));

    Mapping owners =
        new Mapping(Optional.of("number"), Optional.of("body"), List.of("owner"), Optional.empty());
    assertThat(
            Samples.read(Samples.path("tables/tickets.csv"), "csv", owners)
                .documents
                .get(0)
                .metadata())
        .isEqualTo(Metadata.of("owner", "ann"));
  }

  @Test
  void linesOfJsonAreDocuments() throws Exception {
    Samples.Recorded read = Samples.read("tables/facts.jsonl", "jsonl");

    assertThat(read.document("f1"))
        .isEqualTo(
            NewDocument.of("f1", "Kraków has a castle")
                .with("year", 1500)
                .with("tags", List.of("pl", "castle"))
                .with("source.name", "guide")
                .with("source.page", 7));
    assertThat(read.document("2"))
        .isEqualTo(NewDocument.of("2", "Numbers can be ids").with("kind", "test").with("ok", true));
    assertThat(read.skips)
        .containsExactly(new Skip("line 3", "no text in 'text'; --text names another field"));
  }
}
