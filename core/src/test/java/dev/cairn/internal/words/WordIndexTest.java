package dev.cairn.internal.words;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.survival.Effort;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests which passages a search by words finds, in which order, and with which scores. */
class WordIndexTest {
  private static final int COLLECTION = 3;

  private final WordIndex index = new WordIndex(Analysis.of("en"));
  private final SortedMap<Long, String> texts = new TreeMap<>();
  private OpenStore store;
  private boolean textsMayBeAskedFor = true;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void add(String... added) {
    long first = texts.isEmpty() ? 0 : texts.lastKey() + 1;
    Map<Long, Analysed> analysed = new HashMap<>();
    for (int i = 0; i < added.length; i++) {
      texts.put(first + i, added[i]);
      analysed.put(first + i, index.analyse(added[i]));
    }
    store.write(tx -> index.change(tx, COLLECTION, Map.of(), analysed));
  }

  private void remove(long passage) {
    Analysed analysed = index.analyse(texts.remove(passage));
    store.write(tx -> index.change(tx, COLLECTION, Map.of(passage, analysed), Map.of()));
  }

  private Totals totals() {
    return new Totals(
        texts.size(), texts.values().stream().mapToLong(t -> index.analyse(t).words()).sum());
  }

  private static WordSearch search(
      WordIndex index, Transaction tx, int collection, Totals totals, WordQuery query) {
    return index.search(tx, collection, totals, FreshPostings.read(tx, collection), query);
  }

  private List<Scored> search(WordQuery query, int most, @Nullable PassageSet accepted) {
    return store.here.read(
        tx -> {
          WordSearch search = search(index, tx, COLLECTION, totals(), query);
          Selection selection = Selection.of(accepted);
          PassageSet candidates = search.candidates();
          if (candidates != null) {
            selection = selection.within(candidates);
          }
          int enough = query.phrases().isEmpty() ? most : Integer.MAX_VALUE;
          return search.best(enough, selection).stream()
              .filter(found -> search.hasPhrases(found.passage(), this::text))
              .limit(most)
              .toList();
        });
  }

  private String text(long passage) {
    assertThat(textsMayBeAskedFor).isTrue();
    return texts.get(passage);
  }

  private List<Long> found(String query) {
    return search(WordQuery.parse(query), 100, null).stream().map(Scored::passage).toList();
  }

  @Test
  void thePassagesThatHaveMoreAndRarerWordsComeFirst() {
    add("tea and coffee", "coffee beans", "coffee", "green tea", "nothing of these");
    textsMayBeAskedFor = false;
    assertThat(found("tea coffee")).startsWith(0L).hasSize(4);
    assertThat(found("coffee").get(0)).isEqualTo(2); // the shortest
    assertThat(found("Teas!")).containsExactlyInAnyOrder(0L, 3L);
    assertThat(found("coffee green").get(0)).isEqualTo(3);
    assertThat(found("beer")).isEmpty();
    assertThat(found("")).isEmpty();
    assertThat(found("what is the")).isEmpty();
  }

  @Test
  void scoresAreThoseOfTheFormula() {
    add("alpha beta", "alpha alpha gamma delta", "beta");
    List<Scored> scored = search(WordQuery.words("alpha alpha beta"), 10, null);
    double average = 7 / 3.0;
    double rarity = Math.log(1 + 1.5 / 2.5); // two of three have either
    assertThat(scored.get(0).passage()).isZero();
    assertThat(scored.get(0).score())
        .isCloseTo(3 * rarity / (1 + 0.9 * (0.6 + 0.4 * 2 / average)), within(1e-12));
    assertThat(scored.get(1).passage()).isEqualTo(1);
    assertThat(scored.get(1).score())
        .isCloseTo(2 * rarity * 2 / (2 + 0.9 * (0.6 + 0.4 * 4 / average)), within(1e-12));
    assertThat(scored.get(2).passage()).isEqualTo(2);
  }

  /** Scores all texts one by one, from their words alone. */
  private List<Scored> expected(String query, int most, @Nullable PassageSet accepted) {
    Analysis analysis = Analysis.of("en");
    Map<Long, Map<String, Integer>> counts = new TreeMap<>();
    Map<Long, Integer> lengths = new HashMap<>();
    texts.forEach(
        (passage, text) -> {
          Map<String, Integer> terms = new HashMap<>();
          analysis.forEachTerm(text, (term, step) -> terms.merge(term, 1, Integer::sum));
          counts.put(passage, terms);
          lengths.put(passage, index.analyse(text).words());
        });
    double average = lengths.values().stream().mapToInt(Integer::intValue).average().orElse(1);
    List<String> terms = new ArrayList<>();
    analysis.forEachTerm(query, (term, step) -> terms.add(term));
    List<Scored> scored = new ArrayList<>();
    counts.forEach(
        (passage, of) -> {
          double score = 0;
          for (String term : terms) {
            long having = counts.values().stream().filter(any -> any.containsKey(term)).count();
            int count = of.getOrDefault(term, 0);
            score +=
                Math.log(1 + (texts.size() - having + 0.5) / (having + 0.5))
                    * count
                    / (count + 0.9 * (0.6 + 0.4 * lengths.get(passage) / average));
          }
          if (score > 0 && (accepted == null || accepted.contains(passage))) {
            scored.add(new Scored(passage, score));
          }
        });
    scored.sort(
        Comparator.comparingDouble((Scored s) -> -s.score()).thenComparing(Scored::passage));
    return scored.subList(0, Math.min(most, scored.size()));
  }

  @Test
  void searchesAreExactWhateverWasAddedAndRemoved() {
    Random random = new Random(3);
    List<String> vocabulary = IntStream.range(0, 60).mapToObj(i -> "word" + i).toList();
    for (int round = 0; round < Effort.of(8, 60); round++) {
      add(
          IntStream.range(0, 400)
              .mapToObj(i -> words(random, vocabulary, 1 + random.nextInt(30)))
              .toArray(String[]::new));
      List<Long> all = List.copyOf(texts.keySet());
      for (int i = 0; i < 250; i++) {
        long any = all.get(random.nextInt(all.size()));
        if (texts.containsKey(any)) {
          remove(any);
        }
      }
      String query = words(random, vocabulary, 1 + random.nextInt(5));
      int most = random.nextBoolean() ? 10 : 100_000;
      PassageSet accepted =
          switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> PassageSet.of(random.longs(5, 0, 5000).toArray());
            default -> PassageSet.of(random.longs(2000, 0, 5000).toArray());
          };
      List<Scored> found = search(WordQuery.words(query), most, accepted);
      List<Scored> expected = expected(query, most, accepted);
      assertThat(found).hasSameSizeAs(expected);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i).score()).isCloseTo(expected.get(i).score(), within(1e-9));
      }
      if (most > 10) { // sums in another order may change the order of what is equal
        assertThat(found.stream().map(Scored::passage))
            .containsExactlyInAnyOrderElementsOf(expected.stream().map(Scored::passage).toList());
      }
    }
    texts.keySet().stream().toList().forEach(this::remove);
    assertThat(rows()).isZero();
  }

  private long rows() {
    return WordIndex.tables().stream().mapToLong(this::rows).sum();
  }

  private long rows(Table<?, ?> table) {
    return store.here.read(tx -> tx.count(table, Scan.all()));
  }

  /** Frequent words come first, as in every language. */
  private static String words(Random random, List<String> vocabulary, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> vocabulary.get((int) (vocabulary.size() * Math.pow(random.nextDouble(), 3))))
        .collect(Collectors.joining(" "));
  }

  @Test
  void aPhraseIsRequiredInItsOrder() {
    add(
        "the quick brown fox",
        "brown and quick, the fox",
        "quick brown",
        "call parseUrl(text)",
        "parse the url, or the url parse");
    assertThat(found("\"quick brown\"")).containsExactly(2L, 0L);
    assertThat(found("\"quick brown\" fox")).containsExactly(0L, 2L);
    assertThat(found("\"brown quick\"")).isEmpty();
    assertThat(found("\"quick the fox\"")).containsExactly(0L, 1L); // any word for "the"
    assertThat(found("\"quick fox\"")).isEmpty();
    assertThat(found("\"parse url\"")).containsExactly(3L);
    assertThat(found("\"parseUrl\"")).containsExactly(3L);
    assertThat(found("\"url parse\"")).containsExactly(4L);
    assertThat(found("\"quick brown\" \"brown fox\"")).containsExactly(0L);
    assertThat(found("\"the\"")).isEmpty();
    assertThat(found("\"the\" fox")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(found("\"fox\" quick")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(found("\"fox hunt\" quick")).isEmpty();
  }

  @Test
  void thePhraseOfALongListIsFoundToo() {
    add(IntStream.range(0, 3000).mapToObj(i -> "c b " + i).toArray(String[]::new));
    add("x x x x x x x b c x x x x x x");
    assertThat(search(WordQuery.parse("\"b c\" 7"), 1, null).get(0).passage()).isEqualTo(3000);
  }

  @Test
  void aPrefixFindsAllWordsThatBeginSo() {
    add("getUserName", "getUser", "user", "getter", "Überblick", "get");
    assertThat(found("getus*")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(found("GET*")).containsExactlyInAnyOrder(0L, 1L, 3L, 5L);
    assertThat(found("über*")).containsExactly(4L);
    assertThat(found("nothing*")).isEmpty();
    assertThat(found("getus* name").get(0)).isZero();
    add("she runs", "a runner", "running_total");
    assertThat(found("running*")).containsExactlyInAnyOrder(6L, 8L); // also by the stem
    assertThat(found("run*")).containsExactlyInAnyOrder(6L, 7L, 8L);
    assertThat(found("get_user*")).isEmpty();
    add("two universities", "hoping for the best", "flies and ponies", "reliability");
    assertThat(found("runn*")).containsExactlyInAnyOrder(7L, 8L);
    assertThat(found("universit*")).containsExactly(9L);
    assertThat(found("hopi*")).containsExactly(10L);
    assertThat(found("ponie*")).containsExactly(11L);
    assertThat(found("Reliabil*")).containsExactly(12L);
    remove(9);
    assertThat(found("universit*")).isEmpty();
  }

  @Test
  void wordsOfAnEarlierAnalysisAreSearchedAsTheyWereIndexed() {
    WordIndex earlier = new WordIndex(Analysis.ofVersion("en-1").orElseThrow());
    Analysed hoping = earlier.analyse("hoping and running");
    store.write(tx -> earlier.change(tx, COLLECTION, Map.of(), Map.of(0L, hoping)));
    Totals one = new Totals(1, 3);
    for (String query : List.of("hopes", "run*", "running*", "\"hope and run\"")) {
      List<Scored> found =
          store.here.read(
              tx ->
                  search(earlier, tx, COLLECTION, one, WordQuery.parse(query))
                      .best(9, Selection.ALL));
      assertThat(found).as(query).hasSize(1);
    }
    store.write(tx -> earlier.change(tx, COLLECTION, Map.of(0L, hoping), Map.of()));
    assertThat(store.here.<Long>read(tx -> WordIndex.fingerprint(tx, COLLECTION))).isZero();
  }

  @Test
  void collectionsAreApart() {
    add("one");
    Map<Long, Analysed> other = Map.of(0L, index.analyse("one two"));
    store.write(tx -> index.change(tx, COLLECTION + 1, Map.of(), other));
    assertThat(found("two")).isEmpty();
    remove(0);
    assertThat(
            store.here.<List<Scored>>read(
                tx ->
                    search(index, tx, COLLECTION + 1, new Totals(1, 2), WordQuery.words("one"))
                        .best(1, Selection.ALL)))
        .hasSize(1);
  }

  @Test
  void onePassageCanTakeThePlaceOfAnother() {
    add("old words");
    Map<Long, Analysed> removed = Map.of(0L, index.analyse(texts.remove(0L)));
    texts.put(1L, "new words");
    Map<Long, Analysed> added = Map.of(1L, index.analyse("new words"));
    store.write(
        tx -> {
          index.change(tx, COLLECTION, removed, added);
          assertThat(
                  search(index, tx, COLLECTION, totals(), WordQuery.words("words"))
                      .best(9, Selection.ALL))
              .hasSize(1);
        });
    assertThat(found("old")).isEmpty();
    assertThat(found("words")).containsExactly(1L);
    store.write(
        tx ->
            assertThatIllegalArgumentException()
                .isThrownBy(() -> index.change(tx, COLLECTION, added, added)));
  }

  @Test
  void anyNumberOfResultsAndAnyQueryIsGood() {
    add("a long story", "another story", "\0 nul\0 \uD800 story");
    WordQuery story = WordQuery.words("story");
    assertThat(search(story, 0, null)).isEmpty();
    assertThat(search(story, 1_000_000, null)).hasSize(3);
    assertThat(search(story, Integer.MAX_VALUE, null)).hasSize(3);
    assertThat(search(story, 5, PassageSet.of())).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search(story, -1, null))
        .withMessageContaining("-1");
    String words =
        IntStream.range(0, 10_000).mapToObj(i -> "w" + i).collect(Collectors.joining(" "));
    assertThat(found(words + " story")).hasSize(3);
    assertThat(found("\"" + words + "\"")).isEmpty();
    assertThat(found("\uD800 story \0")).hasSize(3);
    assertThat(found("\"\" \"\uDC00\" * \"\0\"")).isEmpty();
    add("long ".repeat(200_000) + "end");
    assertThat(found("end")).containsExactly(3L);
    assertThat(
            store.here.<List<Scored>>read(
                tx ->
                    search(index, tx, COLLECTION, new Totals(0, 0), story).best(10, Selection.ALL)))
        .hasSize(3); // totals that do not fit make bad scores, and no failure
  }

  @Test
  void aQueryTakesTimeInProportionToItsLength() {
    add("a story", "storyteller");
    String token = "x".repeat(1 << 20);
    String letters = "\uD835\uDC00".repeat(1 << 19); // each of two characters
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertThat(found(token + " story")).containsExactly(0L);
          assertThat(found(letters + " story*")).containsExactlyInAnyOrder(0L, 1L);
          assertThat(found(token + "* story*")).containsExactlyInAnyOrder(0L, 1L);
        });
    assertThat(found("s" + "t".repeat(499) + "*")).isEmpty();
    assertThat(found("ü".repeat(499) + "*")).isEmpty();
  }

  @Test
  void beginningsAfterTheFirst32CountAsWords() {
    add("a story", "storyteller");
    String others =
        IntStream.range(0, 5000).mapToObj(i -> "w" + i + "*").collect(Collectors.joining(" "));
    assertThat(WordQuery.parse(others).prefixes()).hasSize(32);
    assertThat(found("story* " + others)).containsExactlyInAnyOrder(0L, 1L);
    assertThat(found(others + " story*")).containsExactly(0L);
    assertThat(WordQuery.parse("a* a* b* c").prefixes()).containsExactly("a", "b");
  }
}
