package dev.cairn.documents;

import static dev.cairn.documents.Filter.where;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which documents searches leave out: those that were superseded, and those at their end. */
class HiddenDocumentsTest {
  private final SettableClock clock = new SettableClock();
  private Path directory;
  private Cairn cairn;
  private Documents documents;

  @BeforeEach
  void open(@TempDir Path directory) {
    this.directory = directory;
    cairn = another();
    documents = cairn.memory().documents("notes");
  }

  private Cairn another() {
    HashedWords embedder = new HashedWords("hashed");
    return Cairn.open(directory, CairnOptions.defaults().withClock(clock).withEmbedder(embedder));
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void add(String id, String text) {
    documents.addOrReplace(id, text, Metadata.none());
  }

  private List<String> found() {
    return ids(documents.search("Ann lives", 9));
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.document().id()).toList();
  }

  @Test
  void whatWasSupersededIsFoundAgainWhenNothingStandsInItsPlace() {
    add("old", "Ann lives in Rome");
    add("new", "Ann lives in Oslo");
    documents.supersede("old", "new");
    assertThat(found()).containsExactly("new");

    documents.delete("new");
    assertThat(found()).as("deleted").containsExactly("old");

    add("new", "Ann lives in Oslo");
    assertThat(found()).as("there again").containsExactly("new");
  }

  @Test
  void whatWasSupersededIsFoundAgainWhenItsSuccessorExpires() {
    add("old", "Ann lives in Rome");
    documents.addOrReplace(
        NewDocument.of("guest", "Ann lives in a hotel")
            .expiringAt(clock.instant().plus(Duration.ofHours(1))));
    documents.supersede("old", "guest");
    assertThat(found()).containsExactly("guest");
    assertThat(documents.search("Ann", 9, where("a").is("b"))).isEmpty();

    clock.advance(Duration.ofHours(1));
    assertThat(found()).containsExactly("old");
  }

  @Test
  void aSuccessorThatIsGoneCountsForNoMethod() {
    add("old", "Ann lives in Rome");
    add("older", "Ann lives in Bonn");
    add("new", "Ann lives in Oslo");
    documents.supersede("old", "new");
    documents.delete("new");
    assertThat(documents.remember("Ann lives in Rome").isNew()).isFalse();
    assertThat(documents.supersede("older", "old")).isTrue();
    assertThat(found()).containsExactly("old");
  }

  @Test
  void afterEachChangeThoseAreFoundWhoseSuccessorIsNotThere() {
    Random random = new Random(7);
    for (int i = 0; i < 150; i++) {
      String id = "d" + random.nextInt(6);
      switch (random.nextInt(6)) {
        case 0 -> add(id, "Ann lives in Rome");
        case 1 -> documents.delete(id);
        case 2 -> clock.advance(Duration.ofMinutes(20));
        case 3 ->
            documents.addOrReplace(
                NewDocument.of(id, "Ann lives in a hotel")
                    .expiringAt(clock.instant().plus(Duration.ofHours(1))));
        default -> {
          String by = "d" + random.nextInt(6);
          if (!id.equals(by) && documents.get(by).filter(this::isSuperseded).isEmpty()) {
            documents.supersede(id, by);
          }
        }
      }
      List<String> expected =
          documents.list(9).stream()
              .filter(document -> !isSuperseded(document))
              .map(Document::id)
              .toList();
      assertThat(found()).as("after %d changes", i).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  private boolean isSuperseded(Document document) {
    return document.supersededBy().flatMap(documents::get).isPresent();
  }

  @Test
  void eachExpiryIsSeenAtItsTime() {
    for (int hour = 1; hour <= 3; hour++) {
      documents.addOrReplace(
          NewDocument.of("d" + hour, "Ann lives " + "here. ".repeat(400))
              .expiringAt(clock.instant().plus(Duration.ofHours(hour))));
    }
    assertThat(found()).hasSize(3);
    clock.advance(Duration.ofHours(1));
    assertThat(found()).containsExactlyInAnyOrder("d2", "d3");
    clock.advance(Duration.ofHours(1));
    assertThat(found()).containsExactly("d3");
    clock.advance(Duration.ofHours(-1));
    assertThat(found()).as("at an earlier time").containsExactlyInAnyOrder("d2", "d3");
  }

  @Test
  void whatAWriteHidesIsHiddenInItAndAfterwardsOnlyIfItWasCommitted() {
    add("old", "Ann lives in Rome");
    add("new", "Ann lives in Oslo");
    SearchRequest request = SearchRequest.of("Ann lives", 9).byWords();
    RuntimeException givenUp = new IllegalStateException("given up");
    try {
      cairn
          .memory()
          .write(
              memory -> {
                memory.documents("notes").supersede("old", "new");
                assertThat(ids(memory.documents("notes").search(request))).containsExactly("new");
                throw givenUp;
              });
    } catch (IllegalStateException e) {
      assertThat(e).isSameAs(givenUp);
    }
    assertThat(found()).hasSize(2);
    documents.useful("old");
    assertThat(found()).hasSize(2);
    try (Cairn other = another()) {
      other.memory().documents("notes").supersede("old", "new");
    }
    assertThat(found()).containsExactly("new");
  }
}
