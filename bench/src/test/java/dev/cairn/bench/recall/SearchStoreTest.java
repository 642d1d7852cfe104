package dev.cairn.bench.recall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Holds the compared stores of documents to one contract. */
@Tag("slow")
class SearchStoreTest {
  private static final int DOCUMENTS = 300;
  private static final int ASKED = 123;

  private final Corpus corpus = new Corpus();
  private final List<Entry> entries = corpus.documents(0, DOCUMENTS, Corpus.WORDS);

  @TempDir Path directory;

  /** A document is the best answer to a question of its own words and its own vector. */
  @ParameterizedTest
  @EnumSource
  void findsADocumentInEachWay(SearchKind kind) throws Exception {
    try (SearchStore store = open(kind)) {
      store.addAll(0, entries.subList(0, 200));
      store.addAll(200, entries.subList(200, DOCUMENTS));
      store.prepare();
    }
    try (SearchStore store = open(kind)) {
      Entry asked = entries.get(ASKED);
      for (Way way : Way.values()) {
        List<SearchStore.Found> found = store.search(way, asked);
        assertThat(found).as("%s", way).hasSize(ExactNearest.K).doesNotHaveDuplicates();
        assertThat(found.get(0)).isEqualTo(new SearchStore.Found(ASKED, asked.text));
      }
    }
  }

  /** Candidates are a bargain between time and what is found: with all of them, all is found. */
  @ParameterizedTest
  @EnumSource
  void findsTheTrulyNearest(SearchKind kind) throws Exception {
    ExactNearest exact = new ExactNearest(corpus);
    for (int number = 0; number < DOCUMENTS; number++) {
      exact.offer(number, entries.get(number).vector);
    }
    exact.save(directory);
    Set<Integer> nearest = ExactNearest.load(directory).get(0);
    try (SearchStore store = open(kind)) {
      store.addAll(0, entries);
      store.keepCandidates(DOCUMENTS);
      assertThat(store.search(Way.MEANING, corpus.questions(0, 1).get(0)))
          .extracting(SearchStore.Found::number)
          .containsExactlyInAnyOrderElementsOf(nearest);
    }
  }

  private SearchStore open(SearchKind kind) throws InterruptedException {
    try {
      kind.require();
    } catch (IOException e) {
      assumeTrue(false, "skipped: " + e.getMessage());
    }
    return kind.open(directory);
  }
}
