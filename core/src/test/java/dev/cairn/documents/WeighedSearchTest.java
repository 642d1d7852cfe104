package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a search which weighs age or uses finds the best documents after weighing. */
class WeighedSearchTest {
  /** Many more than the best passages of either way that a search begins with. */
  private static final int MANY = 1500;

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

  private static List<SearchRequest> allWays(String query, int limit) {
    SearchRequest request = SearchRequest.of(query, limit);
    return List.of(request, request.byWords(), request.byMeaning(), request.byRanks());
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.document().id()).toList();
  }

  private void add(int from, int to) {
    int atOnce = 50;
    for (int first = from; first < to; first += atOnce) {
      documents.addAll(
          IntStream.range(first, first + atOnce)
              .mapToObj(i -> NewDocument.of("d" + i, "the red car"))
              .toList());
      clock.advance(Duration.ofDays(atOnce));
    }
  }

  @Test
  void theNewestOfManyEqualDocumentsAreFoundByTheirAge() {
    add(0, MANY);
    documents.addOrReplace("newest", "the red car", Metadata.none());

    for (SearchRequest each : allWays("red car", 5)) {
      SearchRequest request = each.weighingAge(Duration.ofDays(10));
      List<Hit> hits = documents.search(request);
      assertThat(hits.get(0).document().id()).as("%s", request).isEqualTo("newest");
      assertThat(ids(hits).subList(1, 5)).allMatch(id -> Integer.parseInt(id.substring(1)) >= 1450);
    }
  }

  @Test
  void documentsThatOthersHaveReplacedAreWeighedByTheirNewTime() {
    add(0, MANY);
    SearchRequest request = SearchRequest.of("red car", 2).weighingAge(Duration.ofDays(10));
    assertThat(documents.search(request)).hasSize(2);
    try (Cairn other = another()) {
      Documents theirs = other.memory().documents("notes");
      theirs.addOrReplace("d700", "the red car", Metadata.of("again", true));
      theirs.addOrReplace("d10", "another text", Metadata.none());
      theirs.delete("d1499");
    }
    assertThat(ids(documents.search(request)).get(0)).isEqualTo("d700");
    cairn
        .memory()
        .write(
            memory -> {
              Documents inside = memory.documents("notes");
              inside.supersede("d700", "d800");
              assertThat(ids(inside.search(request.byWords()))).doesNotContain("d700");
            });
    assertThat(ids(documents.search(request))).doesNotContain("d700");
  }

  @Test
  void whatWasUsefulIsFoundWhereverItStands() {
    add(0, MANY);
    documents.useful("d1200");

    for (SearchRequest request : allWays("red car", 3)) {
      assertThat(ids(documents.search(request.weighingUses(1))))
          .as("%s", request)
          .containsExactly("d1200", "d0", "d1");
    }
    documents.useful("d1300");
    documents.useful("d1300");
    assertThat(ids(documents.search(SearchRequest.of("red car", 2).weighingUses(1))))
        .containsExactly("d1300", "d1200");
  }

  @Test
  void nothingIsKeptOfAWriteThatWasGivenUp() {
    add(0, 300);
    documents.useful("d200");
    SearchRequest request = SearchRequest.of("red car", 3).byWords().weighingUses(1);
    RuntimeException givenUp = new IllegalStateException("given up");
    try {
      cairn
          .memory()
          .write(
              memory -> {
                Documents inside = memory.documents("notes");
                inside.delete("d200");
                assertThat(ids(inside.search(request))).containsExactly("d0", "d1", "d2");
                throw givenUp;
              });
    } catch (IllegalStateException e) {
      assertThat(e).isSameAs(givenUp);
    }
    assertThat(ids(documents.search(request))).containsExactly("d200", "d0", "d1");
  }

  @Test
  void ageLiftsNoDocumentWhoseMeaningIsTheOpposite() {
    Documents vectors = cairn.memory().documents("vectors");
    vectors.addOrReplace(NewDocument.of("old", "").withVector(new float[] {-1, 0.1f}));
    clock.advance(Duration.ofDays(1000));
    vectors.addOrReplace(NewDocument.of("new", "").withVector(new float[] {-0.9f, 1}));

    SearchRequest request = SearchRequest.near(new float[] {1, 0}, 2);
    assertThat(ids(vectors.search(request.weighingAge(Duration.ofDays(1)))))
        .containsExactly("new", "old");
  }
}
