package dev.cairn.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;

/** Tests what the vector store promises beyond what every vector store should. */
class CairnVectorStoreTest {
  @TempDir private static Path directory;

  private Cairn cairn;
  private CairnVectorStore store;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    store =
        CairnVectorStore.builder(cairn.memory(), new TrigramModel())
            .collection("c-" + UUID.randomUUID())
            .build();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void aDocumentComesBackWithItsMetadataAndScore() {
    Map<String, Object> metadata =
        Map.of(
            "year", 2_020, "price", 1.5, "open", true, "tags", List.of("a", "b"), "country", "BG");
    store.add(List.of(new Document("id-1", "the world is big", metadata)));
    assertThat(found("the world is big", null))
        .singleElement()
        .satisfies(
            document -> {
              assertThat(document.getId()).isEqualTo("id-1");
              assertThat(document.getText()).isEqualTo("the world is big");
              assertThat(document.getScore()).isBetween(0.99, 1.01);
              assertThat(document.getMetadata())
                  .containsEntry("year", 2_020L)
                  .containsEntry("price", 1.5)
                  .containsEntry("open", true)
                  .containsEntry("tags", List.of("a", "b"))
                  .containsEntry("country", "BG");
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "year == 2020 => one",
        "year != 2020 => two three",
        "year > 2020 => two",
        "year >= 2020 && country == 'BG' => one",
        "year < 2021 || country == 'DE' => one three",
        "country in ['BG', 'DE'] => one three",
        "country nin ['BG', 'DE'] => two",
        "not (country in ['BG', 'DE']) => two",
        "year IS NULL => three",
        "year IS NOT NULL => one two",
        "(year == 2020 || year == 2023) && country == 'NL' => two",
      })
  void filtersAreLookedUpInTheStore(String filter, String expected) {
    store.add(
        List.of(
            new Document("one", "text", Map.of("country", "BG", "year", 2_020)),
            new Document("two", "text", Map.of("country", "NL", "year", 2_023)),
            new Document("three", "text", Map.of("country", "DE"))));
    assertThat(found("text", filter))
        .extracting(Document::getId)
        .containsExactlyInAnyOrder(expected.split(" "));
  }

  @Test
  void aThresholdLeavesOutWhatIsFar() {
    store.add(List.of(new Document("near", "the world is big", Map.of())));
    store.add(List.of(new Document("far", "quux", Map.of())));
    assertThat(
            store.similaritySearch(
                SearchRequest.builder()
                    .query("the world is big")
                    .topK(10)
                    .similarityThreshold(0.9)
                    .build()))
        .extracting(Document::getId)
        .containsExactly("near");
  }

  @Test
  void datesAreTimesAndWhatHasNoFormIsRefused() {
    Instant time = Instant.parse("2026-11-30T12:00:00Z");
    store.add(List.of(new Document("dated", "text", Map.of("at", Date.from(time)))));
    assertThat(found("text", null).get(0).getMetadata()).containsEntry("at", time);
    Document nested = new Document("nested", "text", Map.of("map", Map.of("a", 1)));
    assertThatThrownBy(() -> store.add(List.of(nested)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'map'");
  }

  private List<Document> found(String query, String filter) {
    SearchRequest.Builder request =
        SearchRequest.builder().query(query).topK(10).similarityThresholdAll();
    return store.similaritySearch(
        (filter == null ? request : request.filterExpression(filter)).build());
  }
}
