package dev.cairn.internal.postings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.internal.table.OpenStore;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that postings are what was added and not removed, in whatever order, and that their blocks
 * are neither too many nor too long.
 */
class PostingsTest {
  private static final Postings POSTINGS = new Postings("postings");

  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] key(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private SortedMap<Long, Integer> stored(int collection, String key) {
    return store.here.read(tx -> entries(POSTINGS.of(tx, collection, key(key))));
  }

  private static SortedMap<Long, Integer> entries(PostingList list) {
    SortedMap<Long, Integer> entries = new TreeMap<>();
    PostingCursor cursor = list.cursor();
    long before = -1;
    while (cursor.next()) {
      assertThat(cursor.passage()).isGreaterThan(before);
      before = cursor.passage();
      entries.put(before, cursor.payload());
    }
    assertThat(list.size()).isEqualTo(entries.size());
    return entries;
  }

  private long blocks() {
    return store.here.read(tx -> tx.count(POSTINGS.table(), Scan.all()));
  }

  private void add(String key, long... passages) {
    PostingChanges changes = new PostingChanges();
    LongStream.of(passages).forEach(passage -> changes.add(passage, 1));
    store.write(tx -> POSTINGS.change(tx, 1, key(key), changes));
  }

  private void remove(String key, long... passages) {
    PostingChanges changes = new PostingChanges();
    LongStream.of(passages).forEach(changes::remove);
    store.write(tx -> POSTINGS.change(tx, 1, key(key), changes));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void postingsAreWhatAModelHas(int seed) {
    Random random = new Random(seed);
    Map<String, Map<Long, Integer>> model = new TreeMap<>();
    List<String> keys = List.of("", "a", "a\0", "ab", "b", "\uFFFF");
    long[] newest = {0};
    for (int round = 0; round < 200; round++) {
      boolean growing = round % 50 < 35;
      store.write(
          tx -> {
            for (int i = 0; i < 5; i++) {
              String key = keys.get(random.nextInt(keys.size()));
              Map<Long, Integer> expected = model.computeIfAbsent(key, any -> new TreeMap<>());
              PostingChanges changes = changes(random, expected, newest, growing);
              POSTINGS.change(tx, 7, key(key), changes);
              assertThat(entries(POSTINGS.of(tx, 7, key(key)))).isEqualTo(expected);
            }
          });
    }
    model.forEach((key, expected) -> assertThat(stored(7, key)).as(key).isEqualTo(expected));
    assertThat(stored(8, "a")).isEmpty();
    long postings = model.values().stream().mapToLong(Map::size).sum();
    assertThat(blocks()).isBetween(postings / 128, keys.size() + postings / 16);
    TreeMap<String, SortedMap<Long, Integer>> all = new TreeMap<>();
    store.here.read(
        tx -> {
          POSTINGS.forEach(tx, 7, null, null, (key, list) -> all.put(text(key), entries(list)));
          return "";
        });
    model.values().removeIf(Map::isEmpty);
    assertThat(all).isEqualTo(model);
  }

  private static String text(byte[] key) {
    return new String(key, StandardCharsets.UTF_8);
  }

  /** Makes changes, and the same ones in what is expected. */
  private static PostingChanges changes(
      Random random, Map<Long, Integer> expected, long[] newest, boolean growing) {
    TreeSet<Long> passages = new TreeSet<>();
    int count = 1 + random.nextInt(random.nextInt(4) == 0 ? 400 : 4);
    long start = newest[0] == 0 ? 0 : random.nextLong(newest[0]);
    for (int i = 0; i < count; i++) {
      switch (random.nextInt(3)) {
        case 0 -> passages.add(newest[0] += 1 + random.nextInt(random.nextInt(5) == 0 ? 9999 : 2));
        case 1 -> passages.add(start + i); // many beside each other
        default -> passages.add(random.nextLong(newest[0] + 1));
      }
    }
    PostingChanges changes = new PostingChanges();
    for (long passage : passages) {
      if (random.nextInt(10) < (growing ? 8 : 2)) {
        int payload = random.nextInt(random.nextInt(4) == 0 ? Integer.MAX_VALUE : 200);
        changes.add(passage, payload);
        expected.put(passage, payload);
      } else {
        changes.remove(passage);
        expected.remove(passage);
      }
    }
    return changes;
  }

  @Test
  void additionsFillBlocksAndRemovalsEmptyThem() {
    for (long passage = 0; passage < 1000; passage++) {
      add("word", passage);
    }
    assertThat(blocks()).isEqualTo(8); // of 128

    remove("word", LongStream.range(0, 1000).filter(passage -> passage % 20 != 0).toArray());
    assertThat(stored(1, "word")).hasSize(50);
    assertThat(blocks()).isEqualTo(1);

    remove("word", LongStream.range(0, 1000).toArray());
    assertThat(blocks()).isZero();
  }

  @Test
  void theLastBlockCanBeEmptiedBeforeTheOthers() {
    add("word", LongStream.range(0, 300).toArray());
    for (long passage = 299; passage >= 0; passage--) {
      remove("word", passage);
      assertThat(stored(1, "word")).hasSize((int) passage);
    }
    assertThat(blocks()).isZero();
    add("word", 5);
    assertThat(stored(1, "word")).containsOnlyKeys(5L);
  }

  @Test
  void whatIsNotThereCanBeRemoved() {
    remove("word", 1);
    add("word", 2);
    remove("word", 1, 3);
    assertThat(stored(1, "word")).containsOnlyKeys(2L);
  }

  @Test
  void aCursorGoesToAPassageWithoutThoseBefore() {
    long[] passages = LongStream.range(0, 2000).map(i -> 3 * i).toArray();
    add("word", passages);
    store.here.read(
        tx -> {
          for (int step : new int[] {1, 2, 3, 50, 128 * 3, 2500}) {
            PostingCursor cursor = POSTINGS.of(tx, 1, key("word")).cursor();
            for (long least = 0; least <= 5997; least += step) {
              assertThat(cursor.advance(least)).isTrue();
              assertThat(cursor.passage()).isEqualTo((least + 2) / 3 * 3);
              assertThat(cursor.payload()).isEqualTo(1);
            }
            assertThat(cursor.advance(5998)).isFalse();
            assertThat(cursor.advance(5998)).isFalse();
            assertThat(cursor.next()).isFalse();
          }
          return "";
        });
  }

  @Test
  void aRangeHasTheKeysFromItsBeginningUpToItsEnd() {
    List<String> keys = List.of("a", "ab", "abc", "b", "\u00FF", "\uFFFF");
    for (int i = 0; i < keys.size(); i++) {
      add(keys.get(i), i, 100);
    }
    store.here.read(
        tx -> {
          assertThat(passages(tx, "ab", "b")).containsExactly(1, 2, 100);
          assertThat(passages(tx, null, "ab")).containsExactly(0, 100);
          assertThat(passages(tx, "b", null)).containsExactly(3, 4, 5, 100);
          assertThat(passages(tx, "c", "d")).isEmpty();
          return "";
        });
    assertThat(Postings.beyond(key("ab"))).isEqualTo(key("ac"));
    assertThat(Postings.beyond(new byte[] {1, -1, -1})).isEqualTo(new byte[] {2});
    assertThat(Postings.beyond(new byte[] {-1})).isNull();
    assertThat(Postings.beyond(new byte[0])).isNull();
  }

  private static long[] passages(Transaction tx, String from, String before) {
    return POSTINGS
        .passages(tx, 1, from == null ? null : key(from), before == null ? null : key(before))
        .stream()
        .toArray();
  }

  @Test
  void changesAscendAndPayloadsAreNotNegative() {
    PostingChanges changes = new PostingChanges();
    changes.add(5, 0);
    assertThatIllegalArgumentException().isThrownBy(() -> changes.add(5, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> changes.remove(4));
    assertThatIllegalArgumentException().isThrownBy(() -> changes.add(6, -1));
    assertThatIllegalArgumentException().isThrownBy(() -> new PostingChanges().add(-1, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PostingChanges().remove(Long.MAX_VALUE));
  }

  @Test
  void theGreatestPassageAndPayloadAreKept() {
    store.write(tx -> POSTINGS.add(tx, 1, key("word"), 0, Integer.MAX_VALUE));
    store.write(tx -> POSTINGS.add(tx, 1, key("word"), Long.MAX_VALUE - 1, Integer.MAX_VALUE));
    assertThat(stored(1, "word"))
        .isEqualTo(Map.of(0L, Integer.MAX_VALUE, Long.MAX_VALUE - 1, Integer.MAX_VALUE));
    store.write(tx -> POSTINGS.remove(tx, 1, key("word"), 0));
    assertThat(stored(1, "word")).containsOnlyKeys(Long.MAX_VALUE - 1);
  }

  @Test
  void setsOfPassagesAreCombined() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      NavigableSet<Long> one = numbers(random);
      NavigableSet<Long> other = numbers(random);
      PassageSet first = set(one);
      PassageSet second = set(other);
      List<Long> both = new ArrayList<>(one);
      both.retainAll(other);
      assertThat(first.and(second).stream().boxed()).containsExactlyElementsOf(both);
      assertThat(second.and(first)).isEqualTo(first.and(second)).hasSameHashCodeAs(set(both));
      List<Long> rest = new ArrayList<>(one);
      rest.removeAll(other);
      assertThat(first.andNot(second).stream().boxed()).containsExactlyElementsOf(rest);
      TreeSet<Long> any = new TreeSet<>(one);
      any.addAll(other);
      assertThat(first.or(second).stream().boxed()).containsExactlyElementsOf(any);
      assertThat(first.size()).isEqualTo(one.size());
      assertThat(first.isEmpty()).isEqualTo(one.isEmpty());
      long asked = random.nextInt(300);
      assertThat(first.contains(asked)).isEqualTo(one.contains(asked));
      int index = first.indexFrom(asked);
      Long ceiling = one.ceiling(asked);
      assertThat(index == first.size() ? null : (Long) first.get(index)).isEqualTo(ceiling);
    }
  }

  private static NavigableSet<Long> numbers(Random random) {
    NavigableSet<Long> numbers = new TreeSet<>();
    int count = random.nextInt(4) == 0 ? 3 : random.nextInt(200);
    for (int i = 0; i < count; i++) {
      numbers.add((long) random.nextInt(300));
    }
    return numbers;
  }

  private static PassageSet set(Collection<Long> numbers) {
    List<Long> doubled = new ArrayList<>(numbers);
    doubled.addAll(numbers);
    Collections.shuffle(doubled, new Random(1));
    return PassageSet.of(doubled.stream().mapToLong(Long::longValue).toArray());
  }
}
