package dev.cairn.documents;

import static dev.cairn.documents.Filter.where;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.testing.NewStore;
import dev.cairn.testing.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests that documents are stored, replaced, deleted, counted and listed, and that they expire. */
class DocumentsTest extends NewStore {
  private static final Metadata TYPED = Metadata.of("type", "note");

  private Documents documents;

  @BeforeEach
  void takeCollection() {
    documents = cairn.memory().documents("notes");
  }

  private static List<String> ids(List<Document> found) {
    return found.stream().map(Document::id).toList();
  }

  private List<String> found(String query) {
    return documents.search(query, 10).stream().map(hit -> hit.document().id()).toList();
  }

  @Test
  void aCollectionWithoutDocumentsIsNotThere() {
    assertThat(documents.get("a")).isEmpty();
    assertThat(documents.delete("a")).isFalse();
    assertThat(documents.count()).isZero();
    assertThat(documents.list(5)).isEmpty();
    assertThat(documents.search("tea", 5)).isEmpty();
    assertThat(documents.deleteWhere(Filter.all())).isEqualTo(new Deletion(0, 0, 0));
    assertThat(documents.useful("a")).isFalse();
    assertThat(documents.supersede("a", "b")).isFalse();
    assertThat(documents.sweepExpired()).isZero();
    assertThat(documents.addAll(List.of())).isEmpty();
  }

  @Test
  void aDocumentIsReadAsItWasStored() {
    Document stored = documents.addOrReplace("a", "Ann likes tea.", TYPED);

    assertThat(documents.get("a")).contains(stored);
    assertThat(stored.text()).isEqualTo("Ann likes tea.");
    assertThat(stored.metadata()).isEqualTo(TYPED);
    assertThat(stored.contentHash())
        .isEqualTo("60ac4230ae988a9b1701c796c67000833e4a19451dc12b8c4f8aeb19e41b6cc2");
    assertThat(stored.addedAt()).isEqualTo(SettableClock.START);
    assertThat(stored.passages()).isEqualTo(1);
    assertThat(cairn.memory().documents().get("a")).as("in another collection").isEmpty();
    assertThat(cairn.memory("other").documents("notes").get("a")).as("elsewhere").isEmpty();
  }

  @Test
  void aReplacedDocumentIsFoundByItsNewWordsAlone() {
    documents.addOrReplace("a", "Ann likes tea.", TYPED);
    documents.addOrReplace("b", "Bob likes tea.", TYPED);
    clock.advance(Duration.ofMinutes(1));

    Document replaced = documents.addOrReplace("a", "Ann likes coffee.", Metadata.none());

    assertThat(found("tea")).containsExactly("b");
    assertThat(found("coffee")).containsExactly("a");
    assertThat(documents.count(where("type").is("note"))).isEqualTo(1);
    assertThat(documents.count()).isEqualTo(2);
    assertThat(replaced.addedAt()).isEqualTo(SettableClock.START);
    assertThat(replaced.changedAt()).isEqualTo(clock.instant());
  }

  @Test
  void anEqualDocumentChangesNothing() {
    Document stored = documents.addOrReplace("a", "Ann likes tea.", TYPED);
    long version = cairn.memory().version();
    clock.advance(Duration.ofMinutes(1));

    assertThat(documents.addOrReplace("a", "Ann likes tea.", TYPED)).isEqualTo(stored);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void onlyMetadataMayChange() {
    documents.addOrReplace("a", "Ann likes tea.", TYPED.with("pages", 3));
    documents.addOrReplace("a", "Ann likes tea.", TYPED.with("pages", 4));

    assertThat(documents.count(where("pages").is(3))).isZero();
    assertThat(documents.count(where("pages").is(4))).isEqualTo(1);
    assertThat(documents.search("tea", 5, where("pages").greaterThan(3))).hasSize(1);
  }

  @Test
  void ofTwoWithOneIdTheLaterStays() {
    List<Document> stored =
        documents.addAll(
            List.of(
                NewDocument.of("a", "first"),
                NewDocument.of("b", "other"),
                NewDocument.of("a", "second")));

    assertThat(ids(stored)).containsExactly("a", "b", "a");
    assertThat(documents.get("a").orElseThrow().text()).isEqualTo("second");
    assertThat(documents.count()).isEqualTo(2);
    assertThat(found("first")).isEmpty();
    assertThat(found("second")).containsExactly("a");
  }

  @Test
  void aDocumentWithoutAnIdGetsOne() {
    Document first = documents.addOrReplace(NewDocument.of("some text"));
    Document second = documents.addOrReplace(NewDocument.of("some text"));

    assertThat(first.id()).isNotEqualTo(second.id());
    assertThat(documents.get(first.id())).contains(first);
  }

  @Test
  void anIdMayHaveAnyLengthAndAnyCharacters() {
    String longId = "path/".repeat(500);
    for (String id : List.of(longId + "a", longId + "b", "nul\0", "\ud800", "漢字")) {
      documents.addOrReplace(id, "text of " + id.length(), Metadata.none());
    }
    assertThat(documents.count()).isEqualTo(5);
    assertThat(documents.get(longId + "b").orElseThrow().id()).isEqualTo(longId + "b");
    assertThat(documents.delete("\ud800")).isTrue();
    assertThat(ids(documents.list(10)))
        .containsExactlyInAnyOrder(longId + "a", longId + "b", "nul\0", "漢字");
  }

  @Test
  void deletedDocumentsAreNotFound() {
    documents.addAll(
        IntStream.range(0, 500)
            .mapToObj(i -> NewDocument.of("d" + i, "number " + i).with("even", i % 2 == 0))
            .toList());

    assertThat(documents.delete("d1")).isTrue();
    assertThat(documents.delete("d1")).isFalse();
    assertThat(documents.deleteAll(List.of("d3", "d5", "d1", "nowhere"))).isEqualTo(2);
    assertThat(documents.deleteWhere(where("even").is(true))).isEqualTo(new Deletion(250, 0, 250));

    assertThat(documents.count()).isEqualTo(247);
    assertThat(found("number")).hasSize(10).doesNotContain("d1", "d3", "d5", "d0");
    assertThat(documents.count(where("even").is(true))).isZero();
  }

  @Test
  void listsComeInPagesInTheOrderOfIds() {
    documents.addAll(
        IntStream.range(0, 25)
            .mapToObj(i -> NewDocument.of("d%02d".formatted(i), "text").with("even", i % 2 == 0))
            .toList());

    assertThat(ids(documents.list(3))).containsExactly("d00", "d01", "d02");
    assertThat(ids(documents.listAfter("d02", Filter.all(), 2))).containsExactly("d03", "d04");
    assertThat(ids(documents.listAfter("d19", where("even").is(true), 9)))
        .containsExactly("d20", "d22", "d24");
    assertThat(ids(documents.listAfter("d07x", where("even").is(false), 2)))
        .containsExactly("d09", "d11");
    assertThat(documents.list(0)).isEmpty();
    assertThat(documents.listAfter("d24", Filter.all(), 5)).isEmpty();
  }

  @Test
  void anExpiredDocumentIsGoneAtOnceAndSweptByTheNextWrites() {
    Instant end = clock.instant().plusSeconds(60);
    documents.addOrReplace(NewDocument.of("a", "short lived tea").expiringAt(end));
    documents.addOrReplace("b", "long lived tea", Metadata.none());
    assertThat(found("tea")).hasSize(2);

    clock.set(end);

    assertThat(documents.get("a")).isEmpty();
    assertThat(found("tea")).containsExactly("b");
    assertThat(documents.count()).isEqualTo(1);
    assertThat(documents.count(where("any").isNot(1))).isEqualTo(1);
    assertThat(ids(documents.list(5))).containsExactly("b");
    assertThat(documents.sweepExpired()).isEqualTo(1);
    assertThat(documents.sweepExpired()).isZero();
    assertThat(documents.delete("a")).isFalse();

    documents.addOrReplace(NewDocument.of("c", "another tea").expiringAt(end.plusSeconds(1)));
    clock.advance(Duration.ofSeconds(1));
    documents.addOrReplace("d", "a write", Metadata.none());
    assertThat(documents.sweepExpired()).as("left to sweep").isZero();
  }

  @Test
  void anExpiredDocumentIsReplacedAsIfItWereNotThere() {
    Instant end = clock.instant().plusSeconds(60);
    documents.addOrReplace(NewDocument.of("a", "the text").expiringAt(end));
    assertThat(documents.useful("a")).isTrue();
    clock.set(end);

    Document added = documents.addOrReplace("a", "the text", Metadata.none());

    assertThat(added.addedAt()).isEqualTo(end);
    assertThat(added.uses()).isZero();
    assertThat(found("text")).containsExactly("a");
  }

  @Test
  void aLongTextIsCutAndThePassageThatMatchesIsShown() {
    String filler = "This sentence says nothing of interest to anybody. ".repeat(40);
    String text = filler + "\n\nThe retry policy waits twice as long each time.\n\n" + filler;

    Document stored = documents.addOrReplace("long", text, Metadata.none());
    Hit hit = documents.search("retry policy", 5).get(0);

    assertThat(stored.passages()).isGreaterThan(3);
    assertThat(hit.passage().text()).contains("retry policy").hasSizeLessThan(1_001);
    assertThat(text.substring(hit.passage().start(), hit.passage().end()))
        .isEqualTo(hit.passage().text());
    assertThat(hit.scores().words()).isPresent();
    assertThat(documents.search("sentence", 5)).as("one hit a document").hasSize(1);
    documents.delete("long");
    assertThat(documents.search("sentence", 5)).isEmpty();
  }

  @Test
  void aLargerTransactionTakesDocumentsWithEverythingElseOrWithoutAnything() {
    cairn
        .memory()
        .write(
            memory -> {
              memory.documents("notes").addOrReplace("a", "in a transaction", TYPED);
              memory.users().recordConversation("ann");
              assertThat(memory.documents("notes").search("transaction", 5)).hasSize(1);
              assertThat(memory.documents("notes").deleteWhere(where("type").is("none")))
                  .isEqualTo(new Deletion(0, 0, 0));
            });
    assertThat(found("transaction")).containsExactly("a");

    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                cairn
                    .memory()
                    .write(
                        memory -> {
                          memory.documents("notes").addOrReplace("b", "another one", TYPED);
                          throw new IllegalArgumentException("the caller's");
                        }));
    assertThat(documents.count()).isEqualTo(1);
    assertThat(found("another")).isEmpty();
  }

  @Test
  void aQueryKnowsWhenADocumentChanges() {
    documents.addOrReplace("a", "some tea", TYPED);
    assertThat(cairn.memory().query(Teas.FOUND)).isEqualTo(1);

    documents.addOrReplace("b", "more tea", TYPED);
    assertThat(cairn.memory().query(Teas.FOUND)).isEqualTo(2);

    documents.addOrReplace("b", "more tea", Metadata.of("type", "other"));
    assertThat(cairn.memory().query(Teas.FOUND)).isEqualTo(1);

    documents.addOrReplace("b", "more tea", TYPED);
    assertThat(cairn.memory().query(Teas.FOUND)).as("what was not read before").isEqualTo(2);
  }

  private enum Teas implements dev.cairn.table.Query<dev.cairn.Memory, Integer> {
    FOUND;

    @Override
    public Integer answer(dev.cairn.Memory memory) {
      return memory.documents("notes").search("tea", 5, where("type").is("note")).size();
    }
  }
}
