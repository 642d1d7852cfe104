package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.EmbeddingException;
import dev.cairn.Memory;
import dev.cairn.skills.Skill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a store with an optional embedder is used by words while that fails, and that texts
 * are compared by meaning where their vectors cannot be kept.
 */
class FailingEmbedderTest {
  @TempDir Path directory;

  /** Fails for all texts, as long as it is told to. */
  private static final class Faulty implements Embedder {
    private final HashedWords words = new HashedWords("own");
    private volatile boolean fails;

    @Override
    public String name() {
      return words.name();
    }

    @Override
    public int dimension() {
      return words.dimension();
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (fails) {
        throw new IllegalStateException("there is no model");
      }
      return words.embed(texts);
    }
  }

  private final Faulty embedder = new Faulty();

  private CairnOptions optional() {
    return CairnOptions.defaults().withOptionalEmbedder(embedder, Duration.ofSeconds(10));
  }

  private Cairn open() {
    return Cairn.open(directory.resolve("store"), optional());
  }

  @Test
  void textsAreStoredAndFoundByWords() {
    try (Cairn cairn = open()) {
      Memory memory = cairn.memory();
      memory.documents().remember("Ann likes tea.");
      memory.skills().add(Skill.of("s", "crosses the river"));
      embedder.fails = true;

      assertThat(memory.documents().search("tea", 1)).hasSize(1);
      assertThat(memory.documents().missingEmbedder()).contains("own");
      assertThat(memory.documents().remember("Ben likes coffee.").isNew()).isTrue();
      assertThat(memory.documents("notes").addOrReplace(NewDocument.of("n", "a car")).id())
          .isEqualTo("n");
      assertThat(memory.recall("coffee", 1)).hasSize(1);
      assertThat(memory.recall("river", 1)).extracting(Recollection::id).containsExactly("s");
      SearchRequest meaning = SearchRequest.of("tea", 1).byMeaning();
      assertThatExceptionOfType(EmbeddingException.class)
          .isThrownBy(() -> memory.documents().search(meaning));

      embedder.fails = false;
      assertThat(memory.documents().search("tea", 1).get(0).scores().meaning()).isPresent();
      assertThat(memory.documents().missingEmbedder()).isEmpty();
      memory.documents().reembed(embedder).join();
      assertThat(memory.documents().search(SearchRequest.of("coffee", 2).byMeaning())).hasSize(2);
      assertThat(memory.checkDocuments()).isEmpty();
    }
  }

  @Test
  void aSyncFails() throws IOException {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Files.writeString(tree.resolve("one.txt"), "The car is in the garage.");
    embedder.fails = true;
    try (Cairn cairn = open()) {
      assertThatExceptionOfType(EmbeddingException.class)
          .isThrownBy(() -> cairn.memory().repositories().sync(tree));
      embedder.fails = false;
      assertThat(cairn.memory().repositories().sync(tree).added()).hasSize(1);
      assertThat(cairn.memory().documents("repository:tree").embedder()).contains("own");
    }
  }

  @Test
  void textsAreComparedByMeaningThoughTheirVectorsCannotBeKept() throws InterruptedException {
    List<String> texts = List.of("green tea", "a red car");
    try (Cairn cairn = open()) {
      Memory memory = cairn.memory();
      HeldWrite.during(
          memory,
          () -> {
            assertThat(memory.withTimeout(Duration.ofMillis(50)).nearness("tea", texts)).hasSize(2);
          });
      assertThat(memory.nearness("tea", texts.subList(0, 1))).hasSize(1);
    }
    int before = embedder.words.embedded.get();
    try (Cairn reading = Cairn.open(directory.resolve("store"), optional().readOnly())) {
      assertThat(reading.memory().nearness("tea", texts)).containsOnlyKeys("green tea");
      assertThat(embedder.words.embedded).as("the question alone").hasValue(before + 1);
      assertThat(reading.memory().nearness("tea", texts.subList(1, 2))).isEmpty();
    }
  }

  @Test
  void theIndexOfRecallIsEmbeddedWholeWhenItIsMadeAnew() {
    try (Cairn cairn = Cairn.open(directory.resolve("store"))) {
      IntStream.range(0, 150)
          .forEach(i -> cairn.memory().skills().add(Skill.of("s" + i, "crosses river " + i)));
      assertThat(cairn.memory().recall("river", 1)).hasSize(1);
    }
    try (Cairn cairn = open()) {
      cairn.memory().rebuildRecall();
      assertThat(embedder.words.embedded).hasValueGreaterThanOrEqualTo(150);
      int before = embedder.words.embedded.get();
      assertThat(cairn.memory().recall("river", 1)).hasSize(1);
      assertThat(embedder.words.embedded).as("the question alone").hasValueLessThan(before + 3);
    }
  }
}
