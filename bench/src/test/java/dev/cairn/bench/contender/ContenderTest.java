package dev.cairn.bench.contender;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.episodes.Episode;
import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.testing.OtherJvm;
import dev.cairn.values.SiteName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests that every compared store returns the same results for the same operations. */
@Tag("slow")
class ContenderTest {
  private static final int THREADS = 8;
  private static final int USES_EACH = 40;

  private final StoreDirectory directory = new StoreDirectory();

  @AfterEach
  void delete() {
    directory.close();
  }

  @ParameterizedTest
  @EnumSource
  void readsTheNotesThatItStored(ContenderKind kind) {
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(Samples.NOTES);
      for (Note note : Samples.NOTES) {
        assertThat(contender.note(note.id())).isEqualTo(note);
      }
      assertThat(contender.note("note")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void replacesNotes(ContenderKind kind) {
    Note first = Samples.NOTES.get(0);
    Note changed = new Note(first.id(), "x".repeat(5_000), List.of(), 7, -1, first.at());
    Note added = new Note("a note", "new", List.of("ä"), 0, 0, first.at());
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(Samples.NOTES);
      contender.put(changed);
      contender.putLater(added).join();
      assertThat(contender.note(first.id())).isEqualTo(changed);
      assertThat(contender.note("a note")).isEqualTo(added);
      assertThat(contender.use("a note")).isEqualTo(added.used());
      assertThat(contender.note("a note")).isEqualTo(added.used());
    }
  }

  @ParameterizedTest
  @EnumSource
  void storesWhatNobodyWaitsForInOrder(ContenderKind kind) {
    List<Note> latest = new ArrayList<>(Samples.NOTES.subList(0, 3));
    List<CompletableFuture<?>> stored = new ArrayList<>();
    try (Contender contender = kind.open(directory.path())) {
      for (int i = 0; i < 1_000; i++) {
        latest.set(i % 3, latest.get(i % 3).used());
        stored.add(contender.putLater(latest.get(i % 3)));
      }
      stored.forEach(CompletableFuture::join);
      latest.forEach(note -> assertThat(contender.note(note.id())).isEqualTo(note));
    }
  }

  @ParameterizedTest
  @EnumSource
  void doesNotUseWhatIsNotThere(ContenderKind kind) {
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(Samples.NOTES);
      assertThatThrownBy(() -> contender.use("no note")).isNotNull();
      assertThat(contender.note("no note")).isNull();
      assertThat(contender.use(Samples.NOTES.get(0).id())).isNotNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void countsVisits(ContenderKind kind) {
    String url = "https://www.shop-1.example.com/basket";
    try (Contender contender = kind.open(directory.path())) {
      contender.loadSites(Samples.URLS);
      Site visited = contender.visit(url);
      assertThat(visited.name()).isEqualTo("shop-1.example.com");
      assertThat(visited.visits()).isEqualTo(2);
      assertThat(visited.totalTime()).isEqualTo(Contender.TOOK.multipliedBy(2));
      assertThat(contender.site(url)).isEqualTo(visited);
      assertThat(contender.site("https://elsewhere.example.com")).isNull();
      assertThat(Duration.between(visited.firstVisit().orElseThrow(), visited.lastVisit().get()))
          .isGreaterThanOrEqualTo(Duration.ZERO);
    }
  }

  @ParameterizedTest
  @EnumSource
  void readsTheSelectorsThatItStored(ContenderKind kind) {
    try (Contender contender = kind.open(directory.path())) {
      contender.loadSites(Samples.URLS);
      contender.loadSelectors(Samples.SELECTORS);
      for (Selector selector : Samples.SELECTORS) {
        assertThat(contender.selector("https://" + selector.site() + "/", selector.purpose()))
            .usingRecursiveComparison()
            .ignoringFields("updatedAt") // Cairn notes when it was told
            .isEqualTo(selector);
      }
      assertThat(contender.selector(Samples.URLS.get(0), "nothing")).isNull();
    }
  }

  @ParameterizedTest
  @EnumSource
  void scansByPrefixInOrder(ContenderKind kind) {
    assumeTrue(kind.ordered);
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(Samples.NOTES);
      assertThat(contender.notes(Note.shop(2) + "2")).isEqualTo(Samples.NOTES.subList(120, 130));
      assertThat(contender.notes("shop-")).isEqualTo(Samples.NOTES);
      assertThat(contender.notes("nothing")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void findsTheNewestEpisodesOfASite(ContenderKind kind) {
    assumeTrue(kind.ordered);
    try (Contender contender = kind.open(directory.path())) {
      contender.loadEpisodes(Samples.EPISODES);
      for (String url : Samples.URLS) {
        List<Episode> newest =
            Samples.EPISODES.stream()
                .filter(episode -> episode.site().orElseThrow().equals(SiteName.of(url)))
                .sorted(Samples.NEWEST_FIRST)
                .toList();
        assertThat(newest).hasSizeGreaterThan(20);
        assertThat(contender.newest(url, 20)).isEqualTo(newest.subList(0, 20));
        assertThat(contender.newest(url, 1_000)).isEqualTo(newest);
      }
      assertThat(contender.newest("https://elsewhere.example.com", 20)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void writesTheTextThatCairnWrites(ContenderKind kind) {
    assumeTrue(kind.ordered);
    try (Contender contender = kind.open(directory.path());
        StoreDirectory other = new StoreDirectory();
        Contender cairn = ContenderKind.CAIRN.open(other.path())) {
      for (Contender each : List.of(contender, cairn)) {
        each.loadSites(Samples.URLS);
        each.loadSelectors(Samples.SELECTORS);
      }
      String text = contender.promptContext(Samples.URLS.get(0));
      assertThat(text).contains(Samples.SELECTORS.get(0).purpose());
      assertThat(text).isEqualTo(cairn.promptContext(Samples.URLS.get(0)));
      assertThat(contender.promptContext("https://elsewhere.example.com")).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void saysThatItHasNoRanges(ContenderKind kind) {
    assumeTrue(!kind.ordered);
    try (Contender contender = kind.open(directory.path())) {
      contender.loadSites(Samples.URLS);
      assertThatThrownBy(() -> contender.notes("shop-"))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> contender.newest(Samples.URLS.get(0), 20))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> contender.promptContext(Samples.URLS.get(0)))
          .isInstanceOf(UnsupportedOperationException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void losesNoChangeAmongThreads(ContenderKind kind) throws Exception {
    List<Note> few = Samples.NOTES.subList(0, 3);
    long before = few.stream().mapToLong(Note::uses).sum();
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(few);
      contender.loadSites(Samples.URLS.subList(0, 1));
      inThreads(
          number -> {
            contender.use(few.get(number % few.size()).id());
            contender.visit(Samples.URLS.get(0));
          });
      assertThat(few.stream().mapToLong(note -> contender.note(note.id()).uses()).sum())
          .isEqualTo(before + THREADS * USES_EACH);
      assertThat(contender.site(Samples.URLS.get(0)).visits()).isEqualTo(1 + THREADS * USES_EACH);
    }
  }

  private interface Work {
    void run(int number) throws Exception;
  }

  private static void inThreads(Work work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> ends = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      ends.add(
          threads.submit(
              () -> {
                for (int number = 0; number < USES_EACH; number++) {
                  work.run(number);
                }
                return null;
              }));
    }
    threads.shutdown();
    for (Future<?> end : ends) {
      end.get(60, SECONDS);
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CAFFEINE")
  void keepsEverythingWhenItIsClosed(ContenderKind kind) {
    String used = Samples.NOTES.get(5).id();
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(Samples.NOTES);
      contender.loadSites(Samples.URLS);
      contender.loadSelectors(Samples.SELECTORS);
      if (kind.ordered) {
        contender.loadEpisodes(Samples.EPISODES);
      }
      contender.use(used);
      contender.visit(Samples.URLS.get(0));
    }
    try (Contender contender = kind.open(directory.path())) {
      for (Note note : Samples.NOTES) {
        assertThat(contender.note(note.id()))
            .isEqualTo(note.id().equals(used) ? note.used() : note);
      }
      assertThat(contender.site(Samples.URLS.get(0)).visits()).isEqualTo(2);
      Selector selector = Samples.SELECTORS.get(0);
      assertThat(contender.selector(selector.site(), selector.purpose()).candidates())
          .isEqualTo(selector.candidates());
      if (kind.ordered) {
        assertThat(contender.newest(Samples.URLS.get(0), 1_000)).hasSizeGreaterThan(20);
      }
      assertThat(contender.use(used)).isEqualTo(Samples.NOTES.get(5).used().used());
    }
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "CAIRN_UNCACHED") // writes as CAIRN does
  void losesNoChangeAmongProcesses(ContenderKind kind) throws Exception {
    assumeTrue(kind.shared);
    Note note = Samples.NOTES.get(0);
    try (Contender contender = kind.open(directory.path())) {
      contender.loadNotes(List.of(note));
    }
    OtherJvm one = CountingProgram.start(kind, directory.path(), note.id(), USES_EACH);
    OtherJvm other = CountingProgram.start(kind, directory.path(), note.id(), USES_EACH);
    assertThat(one.expectEnd()).isEmpty();
    assertThat(other.expectEnd()).isEmpty();
    try (Contender contender = kind.open(directory.path())) {
      assertThat(contender.note(note.id()).uses()).isEqualTo(note.uses() + 2 * USES_EACH);
    }
  }
}
