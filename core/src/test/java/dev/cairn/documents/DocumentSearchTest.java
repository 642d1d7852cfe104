package dev.cairn.documents;

import static dev.cairn.documents.Filter.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.offset;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.EmbeddingException;
import dev.cairn.testing.SettableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests searches by words, by meaning and by both, and what is remembered, recalled and hidden. */
class DocumentSearchTest {
  private final SettableClock clock = new SettableClock();
  private final HashedWords embedder = new HashedWords("hashed");
  private Path directory;
  private Cairn cairn;
  private Documents documents;

  @BeforeEach
  void open(@TempDir Path directory) {
    this.directory = directory;
    cairn = open(embedder);
    documents = cairn.memory().documents("notes");
  }

  private Cairn open(Embedder embedder) {
    return Cairn.open(directory, CairnOptions.defaults().withClock(clock).withEmbedder(embedder));
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void add(String id, String text) {
    documents.addOrReplace(id, text, Metadata.none());
  }

  private static List<String> ids(List<Hit> hits) {
    return hits.stream().map(hit -> hit.document().id()).toList();
  }

  @Test
  void meaningFindsWhatWordsDoNot() {
    add("car", "my car is red");
    add("tree", "that tree is green");

    List<Hit> byMeaning = documents.search(SearchRequest.of("automobile", 1).byMeaning());
    assertThat(ids(byMeaning)).containsExactly("car");
    assertThat(byMeaning.get(0).score()).isEqualTo(byMeaning.get(0).scores().meaning().orElse(0));
    assertThat(documents.search(SearchRequest.of("automobile", 1).byWords())).isEmpty();
    assertThat(ids(documents.search("automobile", 1))).containsExactly("car");
  }

  @Test
  void aHybridSearchTellsBothParts() {
    add("both", "a red car");
    add("word", "a car park and a tree and a house and a river");

    Hit best = documents.search("red car", 2).get(0);

    assertThat(best.document().id()).isEqualTo("both");
    assertThat(best.score()).isEqualTo(1, offset(1e-9));
    assertThat(best.scores().words()).isPresent();
    assertThat(best.scores().meaning().orElse(0)).isBetween(0.5, 1.001);
    assertThat(documents.search(SearchRequest.of("red car", 2).byRanks()).get(0).score())
        .isEqualTo(2 / 61.0, offset(1e-9));
  }

  @Test
  void filtersWorkInBothSearchesBeforeTheBestAreTaken() {
    documents.addAll(
        IntStream.range(0, 400)
            .mapToObj(i -> NewDocument.of("d" + i, "a red car number " + i).with("n", i))
            .toList());

    for (SearchRequest request :
        List.of(
            SearchRequest.of("red car", 3),
            SearchRequest.of("red car", 3).byWords(),
            SearchRequest.of("red car", 3).byMeaning())) {
      assertThat(ids(documents.search(request.matching(where("n").atLeast(398)))))
          .as("%s", request)
          .containsExactlyInAnyOrder("d398", "d399");
      assertThat(documents.search(request.matching(where("n").is("398")))).isEmpty();
    }
  }

  @Test
  void aDeletedOrReplacedTextHasNoVectorAnyMore() {
    add("a", "a red car");
    add("b", "a green tree");
    add("a", "a blue house");
    documents.delete("b");

    List<Hit> hits = documents.search(SearchRequest.of("red car green tree", 9).byMeaning());
    assertThat(hits).hasSize(1);
    assertThat(hits.get(0).passage().text()).isEqualTo("a blue house");
  }

  @Test
  void theLimitMayBeNothingOrAMillion() {
    add("a", "a red car");
    assertThat(documents.search("car", 0)).isEmpty();
    assertThat(documents.search("car", 1_000_000)).hasSize(1);
    assertThatIllegalArgumentException().isThrownBy(() -> documents.search("car", -1));
  }

  @Test
  void nothingThatAQuestionQuotesIsRequired() {
    add("a", "a red car");
    String question = "who said \"my car is red\" about car*?";

    assertThat(documents.search(SearchRequest.of(question, 5).byWords())).isEmpty();
    assertThat(ids(documents.recall(question, 5))).containsExactly("a");
    assertThat(ids(documents.search(SearchRequest.question(question, 5).byWords())))
        .containsExactly("a");
  }

  @Test
  void aQueryMayHaveNoWordsOrVeryMany() {
    add("a", "a red car");
    for (String query : List.of("", "  ", "!?", "\0", "\ud800", "car ".repeat(10_000), "\"", "*")) {
      assertThat(documents.search(query, 5)).as(query).hasSizeLessThan(2);
      assertThat(documents.search(SearchRequest.of(query, 5).byWords())).hasSizeLessThan(2);
    }
  }

  @Test
  void manyPassagesOfOneDocumentHideNoOther() {
    add("long", "The red car is here. ".repeat(8_000));
    add("short", "a car");

    assertThat(documents.get("long").orElseThrow().passages()).isGreaterThan(150);
    assertThat(ids(documents.search(SearchRequest.of("red car", 2).byWords())))
        .containsExactlyInAnyOrder("long", "short");
    assertThat(ids(documents.search("red car", 2))).containsExactlyInAnyOrder("long", "short");
  }

  @Test
  void phrasesAndPrefixesAreFound() {
    add("a", "the retry policy");
    add("b", "a policy of retries; retry it");

    assertThat(ids(documents.search(SearchRequest.of("\"retry policy\"", 5).byWords())))
        .containsExactly("a");
    assertThat(ids(documents.search(SearchRequest.of("polic*", 5).byWords()))).hasSize(2);
  }

  @Test
  void phrasesAreRequiredHoweverASearchFinds() {
    add("phrase", "they wrote down the retry policy");
    add("words", "a policy of retries; retry it");
    add("near", "a policy: retry");

    SearchRequest request = SearchRequest.of("\"the retry policy\" retries", 5);
    for (SearchRequest each :
        List.of(request, request.byWords(), request.byMeaning(), request.byRanks())) {
      assertThat(ids(documents.search(each))).as("%s", each).containsExactly("phrase");
    }
    assertThat(documents.search(SearchRequest.of("\"no such words\" policy", 5))).isEmpty();
  }

  @Test
  void aPhraseIsFoundBehindManyTextsThatHaveItsWordsOtherwise() {
    documents.addAll(
        IntStream.range(0, 300)
            .mapToObj(i -> NewDocument.of("d" + i, "policy retry; retry " + i))
            .toList());
    add("phrase", "in the end of a long text there is a retry policy, which is said once");
    assertThat(ids(documents.search("\"retry policy\"", 5))).containsExactly("phrase");
  }

  @Test
  void ageAndUsesWeighWhereTheyAreAskedFor() {
    add("old", "the red car");
    clock.advance(Duration.ofDays(10));
    add("new", "the red car");
    SearchRequest request = SearchRequest.of("red car", 2).byWords();

    assertThat(ids(documents.search(request))).containsExactly("old", "new");
    List<Hit> byAge = documents.search(request.weighingAge(Duration.ofDays(10)));
    assertThat(ids(byAge)).containsExactly("new", "old");
    assertThat(byAge.get(1).scores().age()).isEqualTo(0.5, offset(1e-9));

    for (int i = 0; i < 5; i++) {
      assertThat(documents.useful("new")).isTrue();
    }
    List<Hit> byUses = documents.search(request.weighingUses(0.5));
    assertThat(ids(byUses)).containsExactly("new", "old");
    assertThat(byUses.get(0).scores().usefulness()).isEqualTo(1.25, offset(1e-9));
    assertThat(byUses.get(0).document().uses()).isEqualTo(5);
  }

  @Test
  void aMinimumScoreLeavesTheOthersOut() {
    add("a", "a red car");
    add("b", "nothing of that kind");
    assertThat(
            ids(documents.search(SearchRequest.of("red car", 5).byMeaning().withMinimumScore(0.6))))
        .containsExactly("a");

    SearchRequest byUses = SearchRequest.of("red car", 5).byWords().weighingUses(0.5);
    double more = 1.2 * documents.search(byUses).get(0).score();
    assertThat(documents.search(byUses.withMinimumScore(more))).isEmpty();
    for (int i = 0; i < 5; i++) {
      documents.useful("a");
    }
    assertThat(ids(documents.search(byUses.withMinimumScore(more)))).containsExactly("a");
  }

  @Test
  void theOnlyVectorOfACollectionCountsNoMoreThanItsCosine() {
    cairn.close();
    cairn = Cairn.open(directory);
    cairn.memory().documents("notes").addOrReplace("car", "my car is green", Metadata.none());
    cairn.memory().documents("notes").addOrReplace("cars", "car after car", Metadata.none());
    cairn.close();
    cairn = open(embedder);
    documents = cairn.memory().documents("notes");
    add("other", "nothing of that kind");

    List<Hit> hits = documents.search("car", 3);
    assertThat(ids(hits).subList(0, 1)).containsExactly("cars");
    Hit only =
        hits.stream().filter(hit -> hit.document().id().equals("other")).findFirst().orElseThrow();
    assertThat(only.score())
        .isEqualTo(Math.max(0, only.scores().meaning().orElse(0)) / 2, offset(1e-9));
  }

  @Test
  void whatWasSupersededHidesFromRecallAndStaysReadable() {
    add("old", "Ann lives in Rome");
    add("new", "Ann lives in Oslo");

    assertThat(documents.supersede("old", "new")).isTrue();

    assertThat(ids(documents.recall("where does Ann live", 5))).containsExactly("new");
    assertThat(documents.get("old").orElseThrow().supersededBy()).contains("new");
    assertThat(documents.count()).isEqualTo(2);
    assertThat(documents.search(SearchRequest.of("Ann lives", 5).withSuperseded())).hasSize(2);
    assertThat(documents.supersede("old", "nowhere")).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> documents.supersede("new", "new"));
    assertThatIllegalArgumentException().isThrownBy(() -> documents.supersede("new", "old"));
    add("old", "Ann lives in Rome");
    assertThat(documents.recall("where does Ann live", 5)).as("stored again").hasSize(2);
  }

  @Test
  void theSameTextIsRememberedOnceAndNearlyTheSameIsReported() {
    Remembered first = documents.remember("Ann likes green tea very much indeed, every day.");
    Remembered same = documents.remember("Ann likes green tea very much indeed, every day.");
    Remembered near = documents.remember("Ann likes green tea very much, indeed every day!");
    Remembered other = documents.remember("Bob plays chess");

    assertThat(first.isNew()).isTrue();
    assertThat(same.isNew()).isFalse();
    assertThat(same.document()).isEqualTo(first.document());
    assertThat(near.isNew()).isTrue();
    assertThat(near.near())
        .extracting(each -> each.document().id())
        .containsExactly(first.document().id());
    assertThat(near.near().get(0).similarity()).isBetween(0.9, 1.001);
    assertThat(other.near()).isEmpty();
    assertThat(documents.count()).isEqualTo(3);
  }

  @Test
  void eachTextIsEmbeddedOnce() {
    add("a", "a red car");
    documents.addAll(List.of(NewDocument.of("b", "a red car"), NewDocument.of("c", "a red car")));
    add("a", "a blue car");
    add("a", "a red car");

    assertThat(embedder.embedded).hasValue(2);
    try (Cairn other = open(embedder)) {
      other.memory().documents("others").addOrReplace("z", "a blue car", Metadata.none());
    }
    assertThat(embedder.embedded).hasValue(2);
  }

  @Test
  void vectorsOfTheCallersNeedNoTextAndNoEmbedder() {
    Documents vectors = cairn.memory().documents("vectors");
    vectors.addOrReplace(NewDocument.of("x", "").withVector(new float[] {1, 0, 0}));
    vectors.addOrReplace(NewDocument.of("y", "the y axis").withVector(new float[] {0, 2, 0}));

    List<Hit> hits = vectors.search(SearchRequest.near(new float[] {0.1f, 1, 0}, 1));
    assertThat(ids(hits)).containsExactly("y");
    assertThat(hits.get(0).scores().meaning().orElse(0)).isEqualTo(0.995, offset(0.01));
    assertThat(ids(vectors.search("axis", 5))).as("words alone").containsExactly("y");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> vectors.search(SearchRequest.near(new float[] {1, 0}, 1)))
        .withMessageContaining("3");
    assertThatExceptionOfType(EmbeddingException.class)
        .isThrownBy(
            () -> vectors.addOrReplace(NewDocument.of("z", "").withVector(new float[] {1, 1})))
        .withMessageContaining("vectors");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                vectors.addOrReplace(
                    NewDocument.of("n", "").withVector(new float[] {Float.NaN, 1, 1})));
    assertThat(vectors.count()).isEqualTo(2);
  }

  @Test
  void inALargerWritePreparedDocumentsAreStored() {
    List<NewDocument> given = List.of(NewDocument.of("a", "a red car"));
    PreparedDocuments prepared = documents.prepare(given);

    cairn
        .memory()
        .write(
            memory -> {
              Documents inside = memory.documents("notes");
              assertThatIllegalStateException()
                  .isThrownBy(() -> inside.addAll(given))
                  .withMessageContaining("prepare");
              inside.addAll(prepared);
              assertThat(inside.search(SearchRequest.of("car", 5).byWords())).hasSize(1);
            });

    cairn
        .memory()
        .read(
            memory ->
                assertThatIllegalStateException()
                    .isThrownBy(() -> memory.documents("notes").search("car", 5))
                    .withMessageContaining("withVector"));

    assertThat(ids(documents.search(SearchRequest.of("automobile", 5).byMeaning())))
        .containsExactly("a");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.memory().documents("other").addAll(prepared));
  }

  @Test
  void anotherEmbedderIsRefusedUntilTheCollectionIsEmbeddedAnew() throws Exception {
    add("car", "a red car");
    add("tree", "a green tree");
    cairn.close();
    HashedWords other = new HashedWords("another");
    cairn = open(other);
    documents = cairn.memory().documents("notes");

    assertThatExceptionOfType(EmbeddingException.class)
        .isThrownBy(() -> documents.search("car", 5))
        .withMessageContaining("hashed")
        .withMessageContaining("reembed");
    assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> add("b", "text"));
    assertThat(ids(documents.search(SearchRequest.of("car", 5).byWords()))).containsExactly("car");

    assertThat(documents.reembed(other).get()).isEqualTo(2);

    add("house", "a blue house");
    assertThat(ids(documents.search(SearchRequest.of("automobile", 1).byMeaning())))
        .containsExactly("car");
    assertThat(documents.search(SearchRequest.of("any", 9).byMeaning())).hasSize(3);
  }

  @Test
  void aStoreWithoutAnEmbedderFindsByWordsWhatOthersEmbedded() {
    add("car", "a red car");
    cairn.close();
    cairn = Cairn.open(directory);
    documents = cairn.memory().documents("notes");

    assertThat(ids(documents.search("car", 5))).containsExactly("car");
    assertThatExceptionOfType(EmbeddingException.class)
        .isThrownBy(() -> documents.search(SearchRequest.of("car", 5).byMeaning()))
        .withMessageContaining("withEmbedder");
    assertThat(
            cairn
                .memory()
                .documents("german")
                .inLanguage("de")
                .addOrReplace("h", "Häuser", Metadata.none())
                .id())
        .isEqualTo("h");
    assertThat(ids(cairn.memory().documents("german").search("Haus", 5))).containsExactly("h");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.memory().documents("german").inLanguage("fr").search("Haus", 5));
  }
}
