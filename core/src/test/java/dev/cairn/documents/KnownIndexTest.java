package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.internal.documents.DocumentTables;
import dev.cairn.internal.documents.DocumentTables.PassageRow;
import dev.cairn.skills.Skill;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a recall goes on where its index cannot: with another embedder, beside other
 * processes, and when texts cannot be embedded or the index cannot be written.
 */
class KnownIndexTest {
  @TempDir Path directory;

  private Cairn open(Embedder embedder) {
    return Cairn.open(directory, CairnOptions.defaults().withEmbedder(embedder));
  }

  private static void addSkill(Memory memory, String id, String description) {
    memory.skills().add(Skill.of(id, "skill " + id).describedAs(description));
  }

  private static boolean hasMeaning(Memory memory, String question) {
    return memory.recall(question, 1).get(0).hit().scores().meaning().isPresent();
  }

  @Test
  void theIndexIsCheckedAndMadeAnew() {
    try (Cairn cairn = open(new HashedWords("one"))) {
      Memory memory = cairn.memory();
      addSkill(memory, "s", "crosses the river");
      memory.recall("river", 1);
      assertThat(memory.checkDocuments()).isEmpty();

      Transactor transactor = memory.repository((given, clock) -> given);
      transactor.write(
          tx -> {
            tx.scan(DocumentTables.PASSAGES, Scan.all())
                .toList()
                .forEach(
                    row ->
                        tx.put(
                            DocumentTables.PASSAGES,
                            row.key(),
                            new PassageRow(row.value().document(), 0, 3, 1_000, 5)));
            return "";
          });
      assertThat(memory.checkDocuments().get("cairn:known"))
          .anyMatch(problem -> problem.contains("a passage from 3 to 1,000"));

      memory.rebuildRecall();
      assertThat(memory.checkDocuments()).isEmpty();
      assertThat(hasMeaning(memory, "river")).isTrue();
    }
  }

  @Test
  void anotherEmbedderGetsAnIndexOfItsOwnOnce() {
    try (Cairn first = open(new HashedWords("one"))) {
      addSkill(first.memory(), "s", "crosses the river");
      assertThat(hasMeaning(first.memory(), "river")).isTrue();
      try (Cairn second = open(new HashedWords("two"))) {
        assertThat(hasMeaning(second.memory(), "river")).isTrue();
        assertThat(hasMeaning(first.memory(), "river")).as("made anew by the first").isTrue();
        assertThat(hasMeaning(second.memory(), "river")).as("once only").isFalse();
        assertThat(second.memory().checkDocuments()).isEmpty();
      }
    }
    CairnOptions reading = CairnOptions.defaults().withEmbedder(new HashedWords("three"));
    try (Cairn cairn = Cairn.open(directory, reading.readOnly())) {
      assertThat(hasMeaning(cairn.memory(), "river")).isFalse();
    }
  }

  /** Fails for all texts of a call of which one has a certain word. */
  private static final class Choosy implements Embedder {
    private final HashedWords words = new HashedWords("choosy");

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
      if (texts.stream().anyMatch(text -> text.contains("unspeakable"))) {
        throw new IllegalStateException("an unspeakable text");
      }
      return words.embed(texts);
    }
  }

  @Test
  void aTextThatCannotBeEmbeddedIsFoundByItsWordsAndStopsNoOther() {
    try (Cairn cairn = open(new Choosy())) {
      Memory memory = cairn.memory();
      addSkill(memory, "bad", "an unspeakable desert");
      addSkill(memory, "good", "crosses the river");
      assertThat(hasMeaning(memory, "river")).isTrue();
      assertThat(memory.recall("desert", 1)).extracting(Recollection::id).containsExactly("bad");
      assertThat(memory.checkDocuments()).isEmpty();
    }
  }

  @Test
  void anIndexThatCannotBeWrittenIsSearchedAsItIs() throws InterruptedException {
    try (Cairn cairn = Cairn.open(directory)) {
      Memory memory = cairn.memory();
      addSkill(memory, "s", "crosses the river");
      assertThat(memory.recall("river", 1)).hasSize(1);
      addSkill(memory, "t", "climbs a mountain");

      Memory impatient = memory.withTimeout(Duration.ofMillis(50));
      HeldWrite.during(
          memory,
          () -> {
            assertThat(impatient.recall("river", 1)).hasSize(1);
            assertThat(impatient.recall("mountain", 1)).isEmpty();
          });
      assertThat(memory.recall("mountain", 1)).hasSize(1);
    }
  }

  @Test
  void textsThatAreAsBeforeAreComparedWithAnIndexThatIsNot() {
    try (Cairn one = Cairn.open(directory);
        Cairn other = Cairn.open(directory)) {
      addSkill(one.memory(), "s", "climbs a mountain");
      assertThat(one.memory().recall("river", 1)).isEmpty();
      addSkill(other.memory(), "t", "crosses the river");
      assertThat(other.memory().recall("river", 1)).hasSize(1);
      other.memory().skills().remove("t");

      assertThat(one.memory().recall("river", 1)).isEmpty();
    }
  }
}
