package dev.cairn.internal.words;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.WriteTransaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that it makes no difference to searches and checks which words are in rows of fresh
 * passages and which are in blocks, and that there are never many of the former.
 */
class FreshPassagesTest {
  private static final int COLLECTION = 7;

  private final WordIndex index = new WordIndex(Analysis.of("none"));
  private final NavigableMap<Long, String> texts = new TreeMap<>();
  private long next;
  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Removes passages and adds texts in one transaction. */
  private void change(List<Long> removed, List<String> added) {
    Map<Long, Analysed> old = new HashMap<>();
    removed.forEach(passage -> old.put(passage, index.analyse(texts.remove(passage))));
    Map<Long, Analysed> fresh = new HashMap<>();
    for (String text : added) {
      texts.put(next, text);
      fresh.put(next++, index.analyse(text));
    }
    store.write(tx -> index.change(tx, COLLECTION, old, fresh));
  }

  private List<Long> passages(String query) {
    return store.here.read(tx -> passages(tx, query));
  }

  private List<Long> passages(Transaction tx, String query) {
    FreshPostings fresh = FreshPostings.read(tx, COLLECTION);
    Totals totals = new Totals(texts.size(), 3L * texts.size());
    WordSearch search = index.search(tx, COLLECTION, totals, fresh, WordQuery.parse(query));
    PassageSet candidates = search.candidates();
    Selection selection = candidates == null ? Selection.ALL : Selection.ALL.within(candidates);
    return search.best(100_000, selection).stream()
        .map(Scored::passage)
        .filter(passage -> search.hasPhrases(passage, texts::get))
        .sorted()
        .toList();
  }

  private List<Long> having(String pattern) {
    return texts.entrySet().stream()
        .filter(each -> (" " + each.getValue() + " ").matches(".* " + pattern + " .*"))
        .map(Map.Entry::getKey)
        .toList();
  }

  private long fresh() {
    return store.here.read(tx -> tx.count(FreshPassages.TABLE, Scan.prefix(COLLECTION)));
  }

  private void assertIsWhole() {
    long expected =
        texts.entrySet().stream()
            .mapToLong(each -> WordIndex.fingerprint(each.getKey(), index.analyse(each.getValue())))
            .sum();
    long found = store.here.read(tx -> WordIndex.fingerprint(tx, COLLECTION));
    assertThat(found).isEqualTo(expected);
  }

  private void clear() {
    boolean more = true;
    while (more) {
      more = store.here.write((WriteTransaction tx) -> WordIndex.clear(tx, COLLECTION, 10));
    }
    texts.clear();
  }

  private static String text(Random random, int words) {
    return IntStream.range(0, words)
        .mapToObj(i -> "w" + (int) (80 * Math.pow(random.nextDouble(), 2)))
        .collect(Collectors.joining(" "));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theIndexIsWhatWasAddedAndNotRemoved(int seed) {
    Random random = new Random(seed);
    boolean[] seen = new boolean[2];
    for (int round = 0; round < 400; round++) {
      List<Long> all = new ArrayList<>(texts.keySet());
      List<Long> removed =
          random.nextInt(3) > 0 || all.isEmpty()
              ? List.of()
              : random
                  .ints(1 + random.nextInt(3), 0, all.size())
                  .mapToObj(i -> all.get(random.nextBoolean() ? i : all.size() - 1 - i / 10))
                  .distinct()
                  .toList();
      int added = random.nextInt(40) == 0 ? 150 : random.nextInt(5);
      change(
          removed,
          IntStream.range(0, added).mapToObj(i -> text(random, 1 + random.nextInt(12))).toList());
      if (random.nextInt(100) == 0) {
        clear();
      }
      seen[fresh() == 0 ? 0 : 1] = true;
      assertIsWhole();
      String word = "w" + random.nextInt(80);
      assertThat(passages(word)).as(word).isEqualTo(having(word));
      String other = "w" + random.nextInt(10);
      String phrase = other + " w" + random.nextInt(10);
      assertThat(passages('"' + phrase + '"')).as(phrase).isEqualTo(having(phrase));
      assertThat(passages(other + "*")).as(other + "*").isEqualTo(having(other + "\\w*"));
    }
    assertThat(seen).containsExactly(true, true);
    change(List.copyOf(texts.keySet()), List.of());
    for (Table<?, ?> table : WordIndex.tables()) {
      assertThat(store.here.<Long>read(tx -> tx.count(table, Scan.all()))).isZero();
    }
  }

  @Test
  void fewPassagesAreFreshAndManyAreNot() {
    change(List.of(), List.of("alpha beta", "alpha"));
    assertThat(fresh()).isEqualTo(2);
    change(List.of(), IntStream.range(0, 600).mapToObj(i -> "t" + i).toList());
    assertThat(fresh()).isZero();
    assertThat(passages("alpha")).containsExactly(0L, 1L);

    long most = 0;
    for (int i = 0; i < 300; i++) {
      change(List.of(), List.of("a" + i + " b" + i + " c d e f g h i j"));
      most = Math.max(most, fresh());
    }
    assertThat(most).isBetween(20L, 60L);
    assertIsWhole();
  }

  @Test
  void aTransactionFindsWhatItAdded() {
    store.write(
        tx -> {
          index.change(tx, COLLECTION, Map.of(), Map.of(0L, index.analyse("one two")));
          texts.put(0L, "one two");
          assertThat(passages(tx, "two")).containsExactly(0L);
          index.change(tx, COLLECTION, Map.of(0L, index.analyse("one two")), Map.of());
          assertThat(passages(tx, "two")).isEmpty();
        });
  }

  @Test
  void aFreshPassageThatIsMissingOrTooManyIsNoticed() {
    change(List.of(), List.of("alpha beta", "alpha gamma"));
    assertIsWhole();
    Row<FreshPassages.FreshKey, FreshPassages.FreshRow> row =
        store.here.read(
            tx -> tx.scan(FreshPassages.TABLE, Scan.prefix(COLLECTION)).findFirst().orElseThrow());
    long whole = store.here.read(tx -> WordIndex.fingerprint(tx, COLLECTION));
    store.write(tx -> tx.remove(FreshPassages.TABLE, row.key()));
    assertThat(store.here.<Long>read(tx -> WordIndex.fingerprint(tx, COLLECTION)))
        .isNotEqualTo(whole);
    store.write(tx -> tx.put(FreshPassages.TABLE, row.key(), row.value()));
    assertIsWhole();
    store.write(
        tx -> tx.put(FreshPassages.TABLE, new FreshPassages.FreshKey(COLLECTION, 9), row.value()));
    assertThat(store.here.<Long>read(tx -> WordIndex.fingerprint(tx, COLLECTION)))
        .isNotEqualTo(whole);
    assertThat(store.here.<Integer>read(WordIndex::lastCollection)).isEqualTo(COLLECTION);
  }

  @Test
  void theRowsOfTwoStoresThatWereMergedAreSearchedInAnyOrder() {
    change(List.of(), IntStream.range(0, 600).mapToObj(i -> "alpha t" + i).toList());
    for (long passage : new long[] {5, 900}) { // of which the former is before all of the blocks
      store.write(tx -> FreshPassages.add(tx, COLLECTION, passage, index.analyse("alpha beta"), 4));
    }
    assertThat(passages("alpha"))
        .containsExactlyElementsOf(
            LongStream.concat(LongStream.range(0, 600), LongStream.of(900)).boxed().toList());
    assertThat(passages("beta")).containsExactly(5L, 900L);
    next = 1_000;
    change(List.of(), IntStream.range(0, 600).mapToObj(i -> "alpha u" + i).toList());
    assertThat(fresh()).isZero();
    assertThat(passages("beta")).containsExactly(5L, 900L);
  }
}
