package dev.cairn.minilm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testing.Await;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Tests the promises of the embedder on each of its runtimes. */
class MiniLmEmbedderTest {
  private static final int THREADS = 4;

  private static MiniLmEmbedder java;
  private static MiniLmEmbedder onnx;

  @BeforeAll
  static void open() {
    java = new MiniLmEmbedder(MiniLmRuntime.JAVA);
    onnx = new MiniLmEmbedder(MiniLmRuntime.ONNX_RUNTIME);
  }

  @AfterAll
  static void close() {
    java.close();
    onnx.close();
  }

  private static MiniLmEmbedder on(MiniLmRuntime runtime) {
    return runtime == MiniLmRuntime.JAVA ? java : onnx;
  }

  private static float[] vector(MiniLmRuntime runtime, String text) {
    return on(runtime).embed(List.of(text)).get(0);
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void textsOfLikeMeaningAreNear(MiniLmRuntime runtime) {
    float[] question = vector(runtime, "How can I change my password?");
    float[] same = vector(runtime, "Steps for resetting the secret that you log in with");
    float[] other = vector(runtime, "The train to Vienna leaves at noon");
    assertThat(Similarity.cosine(question, same)).isGreaterThan(0.45);
    assertThat(Similarity.cosine(question, other)).isLessThan(0.15);
    assertThat(on(runtime).runtime()).isEqualTo(runtime);
    assertThat(on(runtime).name()).isEqualTo("all-minilm-l6-v2-q/4");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void everyTextHasAVectorOfLengthOne(MiniLmRuntime runtime) {
    List<String> texts =
        List.of(
            "",
            " \n",
            "\u0000",
            "\uD800",
            "\uFFFD\u200B",
            "x".repeat(1_000_000),
            "😀 ".repeat(1_000),
            "plain");
    List<float[]> vectors = on(runtime).embed(texts);
    assertThat(vectors).hasSameSizeAs(texts);
    for (float[] vector : vectors) {
      assertThat(vector).hasSize(on(runtime).dimension());
      assertThat(Similarity.length(vector)).isBetween(0.9999, 1.0001);
    }
    assertThat(on(runtime).embed(List.of())).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void theEndOfALongTextCountsAsItsBeginningDoes(MiniLmRuntime runtime) {
    String filler = "The train to Vienna leaves at noon. ".repeat(25); // 225 tokens
    String wanted = "How can I change my password? ".repeat(25);
    float[] question = vector(runtime, "How can I change my password?");
    assertThat(Similarity.cosine(question, vector(runtime, filler + wanted)))
        .isGreaterThan(Similarity.cosine(question, vector(runtime, filler + filler)) + 0.2);
    String read = "word ".repeat(4 * 254);
    assertThat(vector(runtime, read + "and more that is not read"))
        .isEqualTo(vector(runtime, read))
        .isNotEqualTo(vector(runtime, "word ".repeat(253)));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void aVectorDependsOnItsTextAlone(MiniLmRuntime runtime) throws Exception {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      texts.add("note %d ".formatted(i).repeat(1 + i));
    }
    List<float[]> oneByOne = texts.stream().map(text -> vector(runtime, text)).toList();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      Callable<List<float[]>> all = () -> on(runtime).embed(texts);
      for (Future<List<float[]>> vectors : threads.invokeAll(List.of(all, all, all, all))) {
        for (int i = 0; i < texts.size(); i++) {
          assertThat(vectors.get().get(i)).isEqualTo(oneByOne.get(i));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void anInterruptedThreadEmbedsNoMore(MiniLmRuntime runtime) {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> vector(runtime, "text")).isInstanceOf(CancellationException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "AUTOMATIC")
  void closingWaitsForTextsAtWorkAndEndsTheRest(MiniLmRuntime runtime) throws Exception {
    AtomicInteger done = new AtomicInteger();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> endless = new ArrayList<>();
    MiniLmEmbedder embedder = new MiniLmEmbedder(runtime);
    try {
      for (int i = 0; i < THREADS; i++) {
        endless.add(
            threads.submit(
                () -> {
                  while (true) {
                    done.addAndGet(embedder.embed(List.of("some text that takes a while")).size());
                  }
                }));
      }
      Await.until("texts are embedded", () -> done.get() >= THREADS);
      embedder.close();
      for (Future<?> each : endless) {
        assertThatThrownBy(() -> each.get(60, TimeUnit.SECONDS))
            .hasCauseInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
      assertThatThrownBy(embedder::runtime).hasMessageContaining("closed: make a new one");
    } finally {
      embedder.close();
      threads.shutdownNow();
    }
  }
}
