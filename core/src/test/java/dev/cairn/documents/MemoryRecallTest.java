package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.documents.Recollection.Kind;
import dev.cairn.episodes.Episode;
import dev.cairn.graph.Entity;
import dev.cairn.skills.Skill;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a memory recalls what it knows, whichever repository it is in. */
class MemoryRecallTest {
  @TempDir Path directory;

  private static void write(Memory memory) {
    memory.documents().addOrReplace("d", "The harbour opens at six.", Metadata.none());
    memory.episodes().record(Episode.of("bought a ticket for the ferry").withId("e").succeeded());
    memory.skills().add(Skill.of("s", "log in").describedAs("fills in the form of the harbour"));
    memory.sites().recordQuirk("https://ferry.example", "the calendar hides", "scroll down");
  }

  private static List<Kind> kinds(List<Recollection> found) {
    return found.stream().map(Recollection::kind).toList();
  }

  @Test
  void allThatWasWrittenIsFoundAlsoWhatWasThereBefore() {
    try (Cairn cairn = Cairn.open(directory)) {
      write(cairn.memory());

      assertThat(kinds(cairn.memory().recall("harbour", 5)))
          .containsExactlyInAnyOrder(Kind.DOCUMENT, Kind.SKILL);
      Recollection episode = cairn.memory().recall("tickets", 5).get(0);
      assertThat(episode.kind()).isEqualTo(Kind.EPISODE);
      assertThat(episode.id()).isEqualTo("e");
      assertThat(cairn.memory().recall("calendar scroll", 5))
          .extracting(Recollection::id)
          .containsExactly("ferry.example");
      assertThat(cairn.memory().recall("did she say \"the harbour is shut\"?", 5)).isNotEmpty();
      assertThat(cairn.memory().recall("harbour", 1)).hasSize(1);
      assertThat(cairn.memory().recall("harbour", 0)).isEmpty();
      assertThat(cairn.memory().collections()).containsExactly("documents");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> cairn.memory().documents("cairn:known"));
    }
  }

  @Test
  void whatChangesOrGoesIsRecalledAsItIsNow() {
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      write(memory);
      assertThat(memory.recall("ferry", 5)).hasSize(2);

      memory.episodes().remove("e");
      memory.skills().add(Skill.of("s", "log in").describedAs("rows over the river"));
      memory.skills().add(Skill.of("t", "swim").describedAs("crosses the river"));

      assertThat(kinds(memory.recall("ferry", 5))).containsExactly(Kind.QUIRK);
      assertThat(kinds(memory.recall("harbour", 5))).containsExactly(Kind.DOCUMENT);
      assertThat(memory.recall("river", 5))
          .extracting(Recollection::id)
          .containsExactlyInAnyOrder("s", "t");
      try (Cairn other = Cairn.open(directory)) {
        assertThat(other.memory().recall("river", 5)).hasSize(2);
        assertThat(other.memory("another").recall("river", 5)).isEmpty();
      }
    }
  }

  @Test
  void entitiesOfTheGraphAreRecalledWithTheirObservations() {
    String longName = "The Harbour Company ".repeat(20);
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      memory
          .graph()
          .create(
              Entity.of("Alice", "person").withObservations("works at the harbour", "likes tea"),
              Entity.of(longName, "company"));

      assertThat(memory.recall("who likes tea?", 5))
          .extracting(Recollection::kind, Recollection::id)
          .containsExactly(tuple(Kind.ENTITY, "Alice"));
      assertThat(memory.recall("harbour", 5))
          .extracting(Recollection::id)
          .containsExactlyInAnyOrder("Alice", longName);

      memory.graph().observe("Alice", "sails on Sundays");
      memory.graph().observe(longName, "owns a crane");
      assertThat(memory.recall("sails crane", 5))
          .extracting(Recollection::id)
          .containsExactlyInAnyOrder("Alice", longName);

      memory.graph().removeObservations("Alice", List.of("likes tea"));
      memory.graph().removeEntities(List.of(longName));
      assertThat(memory.recall("tea crane", 5)).isEmpty();
      assertThat(memory.recall("harbour", 5)).extracting(Recollection::id).containsExactly("Alice");
    }
  }

  @Test
  void anEntityWithoutAWordIsNotFoundAndHidesNothing() {
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      write(memory);
      memory.graph().create(Entity.of("", " "), Entity.of("Alice", "person"));

      assertThat(memory.recall("Alice", 5)).extracting(Recollection::id).containsExactly("Alice");

      memory.graph().observe("", "rides a bicycle");
      assertThat(memory.recall("bicycle", 5)).extracting(Recollection::id).containsExactly("");

      memory.graph().removeObservations("", List.of("rides a bicycle"));
      assertThat(memory.recall("bicycle", 5)).isEmpty();
      assertThat(kinds(memory.recall("tickets", 5))).containsExactly(Kind.EPISODE);
    }
  }

  @Test
  void meaningFindsThemWhereThereIsAnEmbedder() {
    CairnOptions options = CairnOptions.defaults().withEmbedder(new HashedWords("hashed"));
    try (Cairn cairn = Cairn.open(directory, options)) {
      Memory memory = cairn.memory();
      memory.skills().add(Skill.of("s", "drive").describedAs("starts the car"));
      for (int i = 0; i < 100; i++) {
        memory.skills().add(Skill.of("s" + i, "skill " + i).describedAs("does nothing " + i));
      }
      memory.documents().addOrReplace("d", "a boat", Metadata.none());

      for (int i = 0; i < 3; i++) {
        memory.recall("anything", 1); // each embeds some more
      }

      Recollection first = memory.recall("starts the automobile", 3).get(0);
      assertThat(first.id()).isEqualTo("s");
      assertThat(first.hit().scores().meaning()).isPresent();
    }
  }

  @Test
  void aStoreThatIsOpenForReadingRecallsWhatWasIndexed() {
    try (Cairn cairn = Cairn.open(directory)) {
      write(cairn.memory());
      assertThat(cairn.memory().recall("ferry", 5)).hasSize(2);
      cairn.memory().read(memory -> assertThat(memory.recall("ferry", 5)).hasSize(2));
    }
    try (Cairn cairn = Cairn.open(directory, CairnOptions.defaults().readOnly())) {
      assertThat(cairn.memory().recall("ferry", 5)).hasSize(2);
    }
  }
}
