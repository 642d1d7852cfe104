package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.EmbeddingException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that bad documents, chunkers and embedders are refused by name, and that nothing is stored.
 */
class BadDocumentsTest {
  @TempDir Path directory;
  private Cairn cairn;

  private Documents open(Function<List<String>, List<float[]>> embed) {
    Embedder embedder =
        new Embedder() {
          @Override
          public String name() {
            return "faulty";
          }

          @Override
          public int dimension() {
            return 2;
          }

          @Override
          public List<float[]> embed(List<String> texts) {
            return embed.apply(texts);
          }
        };
    cairn =
        Cairn.open(
            directory, CairnOptions.defaults().withEmbedder(embedder, Duration.ofMillis(200)));
    return cairn.memory().documents();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void assertIsRefused(String reason, Function<List<String>, List<float[]>> embed) {
    Documents documents = open(embed);
    assertThatExceptionOfType(EmbeddingException.class)
        .isThrownBy(() -> documents.addOrReplace("a", "a text", Metadata.none()))
        .withMessageContaining("faulty")
        .withMessageContaining(reason);
    assertThatExceptionOfType(EmbeddingException.class)
        .isThrownBy(() -> documents.remember("a text"));
    assertThat(documents.count()).isZero();
  }

  @Test
  void anEmbedderThatThrows() {
    assertIsRefused(
        "no such model",
        texts -> {
          throw new IllegalStateException("no such model");
        });
  }

  @Test
  void anEmbedderThatThrowsAnError() {
    assertIsRefused(
        "StackOverflowError",
        texts -> {
          throw new StackOverflowError();
        });
  }

  @Test
  void anEmbedderThatGivesNaN() {
    assertIsRefused("NaN", texts -> List.of(new float[] {1, Float.NaN}));
  }

  @Test
  void anEmbedderThatGivesInfinity() {
    assertIsRefused("Infinity", texts -> List.of(new float[] {1, Float.POSITIVE_INFINITY}));
  }

  @Test
  void anEmbedderThatGivesZeros() {
    assertIsRefused("zeros", texts -> List.of(new float[2]));
  }

  @Test
  void anEmbedderOfAnotherDimension() {
    assertIsRefused("3 components", texts -> List.of(new float[] {1, 2, 3}));
  }

  @Test
  void anEmbedderThatGivesTooFew() {
    assertIsRefused("0 vectors", texts -> List.of());
  }

  @Test
  void anEmbedderThatGivesNull() {
    assertIsRefused("no vectors", texts -> null);
  }

  @Test
  void anEmbedderThatHangsAndIgnoresItsInterrupt() {
    CountDownLatch end = new CountDownLatch(1);
    try {
      assertIsRefused(
          "did not answer within",
          texts -> {
            while (true) {
              try {
                end.await();
                return List.of();
              } catch (InterruptedException e) {
                // goes on
              }
            }
          });
      Documents documents = cairn.memory().documents();
      for (int i = 0; i < 6; i++) {
        assertThatExceptionOfType(EmbeddingException.class)
            .isThrownBy(() -> documents.remember("a text"));
      }
      assertThatExceptionOfType(EmbeddingException.class)
          .isThrownBy(() -> documents.remember("a text"))
          .withMessageContaining("is not asked");
    } finally {
      end.countDown();
    }
  }

  private Documents withoutEmbedder() {
    cairn = Cairn.open(directory);
    return cairn.memory().documents();
  }

  @Test
  void textsWithoutAnythingInThem() {
    Documents documents = withoutEmbedder();
    for (String blank : List.of("", " \n\t")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> documents.addOrReplace("the id", blank, Metadata.none()))
          .withMessageContaining("the id");
      assertThatIllegalArgumentException().isThrownBy(() -> documents.remember(blank));
    }
    for (String wordless : List.of("!?", "\0", "\ud800 \udc00")) {
      documents.addOrReplace("the id", wordless, Metadata.none());
      assertThat(documents.get("the id").orElseThrow().text()).isEqualTo(wordless);
      assertThat(documents.search(wordless, 5)).hasSizeLessThan(2);
    }
    assertThat(documents.count()).isEqualTo(1);
  }

  @Test
  void aTextOfAMebibyteAndOneOfAHundredThousandPassages() {
    Documents documents = withoutEmbedder();
    documents.addOrReplace("big", "The quick brown fox. ".repeat(50_000), Metadata.none());
    assertThat(documents.search("fox", 5)).hasSize(1);

    int passages = 100_000;
    Documents cut =
        documents.withChunker(
            text ->
                IntStream.range(0, passages)
                    .mapToObj(i -> new Chunker.Span(5 * i, 5 * i + 5))
                    .toList());
    cut.addOrReplace("many", "ab cd".repeat(passages), Metadata.of("type", "many"));

    assertThat(documents.get("many").orElseThrow().passages()).isEqualTo(passages);
    assertThat(documents.search("cd", 5, Filter.where("type").is("many"))).hasSize(1);
    assertThat(documents.delete("many")).isTrue();
    assertThat(documents.search("cd", 5)).isEmpty();
  }

  @Test
  void aTextThatIsTooLong() {
    Documents unused = withoutEmbedder();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NewDocument.of("a", "x".repeat(NewDocument.MAX_TEXT + 1)))
        .withMessageContaining("33,554,433");
  }

  @Test
  void aChunkerThatCutsOutsideOfTheText() {
    Documents documents = withoutEmbedder();
    for (List<Chunker.Span> spans :
        List.of(
            List.<Chunker.Span>of(),
            List.of(new Chunker.Span(0, 7)),
            List.of(new Chunker.Span(2, 3), new Chunker.Span(1, 3)),
            List.of(new Chunker.Span(2, 2)))) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  documents.withChunker(text -> spans).addOrReplace("a", "a text", Metadata.none()))
          .withMessageContaining("chunker");
    }
    assertThat(documents.count()).isZero();
  }

  @Test
  void namesOfCollections() {
    Documents unused = withoutEmbedder();
    assertThatIllegalArgumentException().isThrownBy(() -> cairn.memory().documents(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.memory().documents("n".repeat(101)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.memory().documents().inLanguage("klingon"))
        .withMessageContaining("klingon");
  }
}
