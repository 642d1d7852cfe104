package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.EmbeddingException;
import dev.cairn.Memory;
import dev.cairn.skills.Skill;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a store with an optional embedder uses it where it fits, and words alone where the
 * vectors are of another one; and that texts which are kept elsewhere are compared by meaning.
 */
class OptionalEmbedderTest {
  @TempDir Path directory;

  @BeforeEach
  void storeWithAnotherEmbedder() {
    try (Cairn cairn = open(CairnOptions.defaults().withEmbedder(new HashedWords("other")))) {
      cairn.memory().documents().addOrReplace(NewDocument.of("n", "Ann likes tea."));
      cairn.memory().skills().add(Skill.of("s", "crosses the river"));
      assertThat(cairn.memory().recall("river", 1)).hasSize(1);
    }
  }

  private Cairn open(CairnOptions options) {
    return Cairn.open(directory, options);
  }

  private static CairnOptions optional(Embedder embedder) {
    return CairnOptions.defaults().withOptionalEmbedder(embedder, Duration.ofSeconds(10));
  }

  @Test
  void aCollectionWithOtherVectorsIsUsedByWords() {
    HashedWords own = new HashedWords("own");
    try (Cairn cairn = open(optional(own))) {
      Memory memory = cairn.memory();
      assertThat(memory.documents().embedder()).contains("other");
      assertThat(memory.documents().missingEmbedder()).contains("other");
      assertThat(memory.documents().remember("Ben likes coffee.").isNew()).isTrue();
      assertThat(memory.documents().search("coffee", 1))
          .singleElement()
          .satisfies(hit -> assertThat(hit.scores().meaning()).isEmpty());
      assertThat(memory.recall("river", 1)).hasSize(1);
      assertThat(own.embedded).as("texts that were embedded").hasValue(0);
    }
    try (Cairn cairn = open(CairnOptions.defaults().withEmbedder(own))) {
      Documents refused = cairn.memory().documents();
      assertThatThrownBy(() -> refused.search("tea", 1)).isInstanceOf(EmbeddingException.class);
    }
  }

  @Test
  void theIndexOfRecallKeepsItsVectors() {
    try (Cairn cairn = open(optional(new HashedWords("own")))) {
      assertThat(cairn.memory().recall("river", 1)).hasSize(1);
      cairn.memory().rebuildRecall();
    }
    try (Cairn cairn = open(CairnOptions.defaults())) {
      cairn.memory().rebuildRecall();
      assertThat(cairn.memory().checkDocuments()).isEmpty();
    }
    HashedWords other = new HashedWords("other");
    try (Cairn cairn = open(CairnOptions.defaults().withEmbedder(other))) {
      assertThat(cairn.memory().recall("river", 1).get(0).hit().scores().meaning()).isPresent();
      assertThat(other.embedded).as("only the question, once for each index").hasValueBetween(1, 2);
    }
  }

  @Test
  void aLaterVersionOfAnEmbedderReplacesTheVectorsOfTheIndexOfRecall() {
    try (Cairn cairn = open(optional(new HashedWords("other/2")))) {
      assertThat(cairn.memory().recall("river", 1).get(0).hit().scores().meaning()).isPresent();
      assertThat(cairn.memory().documents().missingEmbedder()).contains("other");
    }
  }

  @Test
  void otherCollectionsAreEmbedded() {
    try (Cairn cairn = open(optional(new HashedWords("own")))) {
      Documents notes = cairn.memory().documents("notes");
      assertThat(notes.embedder()).isEmpty();
      notes.addOrReplace(NewDocument.of("n", "Ann likes tea."));
      assertThat(notes.embedder()).contains("own");
      assertThat(notes.missingEmbedder()).isEmpty();
      assertThat(notes.search("tea", 1).get(0).scores().meaning()).isPresent();
    }
  }

  @Test
  void textsAreComparedByMeaningAndEmbeddedOnce() {
    HashedWords own = new HashedWords("own");
    List<String> texts = List.of("green tea", "a red car", "");
    try (Cairn cairn = open(optional(own))) {
      assertThat(cairn.memory().nearness("tea", texts))
          .hasSize(2)
          .satisfies(it -> assertThat(it.get("green tea")).isGreaterThan(it.get("a red car")));
      int before = own.embedded.get();
      assertThat(cairn.memory().nearness("car", texts)).hasSize(2);
      assertThat(own.embedded).as("the question alone").hasValue(before + 1);
      assertThat(cairn.memory().nearness(" ", texts)).isEmpty();
    }
    try (Cairn cairn = open(CairnOptions.defaults())) {
      assertThat(cairn.memory().nearness("tea", texts)).as("no embedder").isEmpty();
    }
  }
}
