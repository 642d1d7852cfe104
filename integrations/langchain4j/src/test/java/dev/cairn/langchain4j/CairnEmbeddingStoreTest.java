package dev.cairn.langchain4j;

import static dev.langchain4j.store.embedding.filter.MetadataFilterBuilder.metadataKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.table.Scan;
import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.langchain4j.store.embedding.EmbeddingSearchRequest;
import dev.langchain4j.store.embedding.filter.Filter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what the embedding store promises beyond what every embedding store should. */
class CairnEmbeddingStoreTest {
  @TempDir private static Path directory;

  private Cairn cairn;
  private CairnEmbeddingStore store;

  /** Each test has a collection of its own, since opening a store takes long. */
  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    store = new CairnEmbeddingStore(cairn.memory(), "c-" + UUID.randomUUID());
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void metadataComesBackInItsClasses() {
    Metadata metadata =
        new Metadata()
            .put("integer", 7)
            .put("long", 7L)
            .put("float", 1.23f)
            .put("double", 1.23)
            .put("uuid", UUID.randomUUID())
            .put("string", "7");
    store.add(Embedding.from(new float[] {1, 2}), TextSegment.from("text", metadata));
    assertThat(onlyMatch(new float[] {1, 2}).embedded().metadata()).isEqualTo(metadata);
  }

  @Test
  void scoresAreThoseOfTheVectorsAsGiven() {
    store.add(Embedding.from(new float[] {0.31f, -0.72f, 0.4f}));
    EmbeddingMatch<TextSegment> match = onlyMatch(new float[] {0.31f, -0.72f, 0.4f});
    assertThat(match.score()).isEqualTo(1.0);
    assertThat(onlyMatch(new float[] {-0.31f, 0.72f, -0.4f}).score()).isZero();
  }

  @Test
  void anEmbeddingThatIsAddedAgainReplacesTheOld() {
    store.addAll(
        List.of("a"), List.of(Embedding.from(new float[] {1, 0})), List.of(TextSegment.from("x")));
    store.add("a", Embedding.from(new float[] {0, 1}));
    EmbeddingMatch<TextSegment> match = onlyMatch(new float[] {0, 1});
    assertThat(match.embedded()).isNull();
    assertThat(match.embedding()).isEqualTo(Embedding.from(new float[] {0, 1}));
  }

  @Test
  void moreThanOneTransactionIsRemovedByAFilter() {
    List<Embedding> embeddings = new ArrayList<>();
    List<TextSegment> segments = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      embeddings.add(Embedding.from(new float[] {i + 1, 1}));
      segments.add(TextSegment.from("text", new Metadata().put("number", i)));
    }
    store.addAll(embeddings, segments);
    store.removeAll(metadataKey("number").isLessThan(1_199));
    assertThat(onlyMatch(new float[] {1, 1}).embedded().metadata().getInteger("number"))
        .isEqualTo(1_199);
  }

  @Test
  void rowsOfDocumentsThatOthersRemovedGoAlsoBehindManyOthers() {
    CairnEmbeddingStore own = new CairnEmbeddingStore(cairn.memory(), "orphans");
    List<String> ids = new ArrayList<>();
    List<Embedding> embeddings = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      ids.add("id%04d".formatted(i));
      embeddings.add(Embedding.from(new float[] {i + 1, 1}));
    }
    own.addAll(ids, embeddings, null);
    cairn.memory().documents("orphans").deleteAll(ids.subList(600, 1_200));
    own.removeOrphans();
    Scan rows = Scan.prefix("orphans");
    assertThat(cairn.memory().<Long>read(m -> m.count(StoredEmbedding.TABLE, rows))).isEqualTo(600);
    own.removeAll();
    assertThat(cairn.memory().<Long>read(m -> m.count(StoredEmbedding.TABLE, rows))).isZero();
  }

  @Test
  void aFilterOfAnUnknownClassIsRefused() {
    Filter own = metadata -> true;
    assertThatThrownBy(() -> store.removeAll(own))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("build it of the filters of LangChain4j");
  }

  @Test
  void anotherDimensionIsRefused() {
    store.add(Embedding.from(new float[] {1, 2}));
    assertThatThrownBy(() -> store.add(Embedding.from(new float[] {1, 2, 3})))
        .hasMessageContaining("2");
    assertThat(store.search(request(new float[] {1, 2})).matches()).hasSize(1);
  }

  @Test
  void documentsShowTheSegmentsToo() {
    store.add(Embedding.from(new float[] {1, 2}), TextSegment.from("the retry policy"));
    String collection = "shown";
    CairnEmbeddingStore shown = new CairnEmbeddingStore(cairn.memory(), collection);
    shown.add(Embedding.from(new float[] {1, 2}), TextSegment.from("the retry policy"));
    assertThat(cairn.memory().documents(collection).list(10))
        .singleElement()
        .satisfies(document -> assertThat(document.text()).isEqualTo("the retry policy"));
  }

  private EmbeddingMatch<TextSegment> onlyMatch(float[] vector) {
    List<EmbeddingMatch<TextSegment>> matches = store.search(request(vector)).matches();
    assertThat(matches).hasSize(1);
    return matches.get(0);
  }

  private static EmbeddingSearchRequest request(float[] vector) {
    return EmbeddingSearchRequest.builder()
        .queryEmbedding(Embedding.from(vector))
        .maxResults(10)
        .build();
  }
}
