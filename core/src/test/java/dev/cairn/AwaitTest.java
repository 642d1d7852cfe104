package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.maintenance.ProgressListener;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that a wait ends when its function finds something, and that the function runs again only
 * after a change of what it read, with the cache and without it.
 */
@Timeout(120)
class AwaitTest {
  record Note(String text) {}

  private static final Index<Note, String> BY_TEXT = Index.one("text", Keys.string(), Note::text);

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);
  private static final Table<String, Note> OTHERS =
      Table.named("others").keyedBy(Keys.string()).holding(Note.class);
  private static final Table<String, Note> INDEXED =
      Table.named("indexed").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TEXT);

  private static final Duration LONG = Await.PATIENCE;

  @TempDir Path directory;
  private Cairn cairn;
  private Memory memory;
  private int barriers;

  private void open(boolean cached) {
    CairnOptions options = CairnOptions.defaults().withDurability(Durability.RELAXED);
    cairn = Cairn.open(directory, cached ? options : options.withCache(CachePolicy.off()));
    memory = cairn.memory();
    memory.put(NOTES, "first", new Note("there"));
    memory.put(OTHERS, "first", new Note("there"));
  }

  @AfterEach
  void close() {
    if (cairn != null) {
      cairn.close();
    }
  }

  /**
   * Returns when everybody has been told of all commits so far: a wait for a later commit was, and
   * all are told of that one after those before.
   */
  private void barrier() {
    for (int i = 0; i < 2; i++) {
      String key = "barrier" + barriers++;
      Counted<Note> there = new Counted<>(m -> m.get(OTHERS, key));
      CompletableFuture<Note> later = memory.awaitAsync(there, LONG);
      there.awaitRuns(1);
      memory.put(OTHERS, key, new Note(""));
      later.join();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsAtOnceWhatIsThere(boolean cached) throws Exception {
    open(cached);
    Note found = memory.await(m -> m.get(NOTES, "first"), Duration.ZERO);
    assertThat(found).isEqualTo(new Note("there"));
    assertThat(memory.awaitAsync(m -> m.get(NOTES, "first"), LONG).join().text())
        .isEqualTo("there");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aRowThatIsMissingIsFoundOnceAnotherThreadStoresIt(boolean cached) throws Exception {
    open(cached);
    Counted<Note> later = new Counted<>(m -> m.get(NOTES, "later"));
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(
            () -> {
              later.awaitRuns(1);
              memory.put(NOTES, "else", new Note("of no concern"));
              memory.put(NOTES, "later", new Note("here"));
            });

    assertThat(memory.await(later, LONG)).isEqualTo(new Note("here"));

    other.join();
    assertThat(later.runs).hasValue(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aChangeThatAllAreToldOfDuringALookIsNotMissed(boolean cached) throws Exception {
    open(cached);
    AtomicBoolean first = new AtomicBoolean(true);
    Note found =
        memory.await(
            m -> {
              Optional<Note> seen = m.get(NOTES, "later");
              if (first.getAndSet(false)) {
                CompletableFuture.runAsync(
                        () -> {
                          memory.put(NOTES, "later", new Note("here"));
                          barrier();
                        })
                    .join();
              }
              return seen;
            },
            LONG);
    assertThat(found).isEqualTo(new Note("here"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsAgainOnlyAfterAChangeOfWhatItRead(boolean cached) {
    open(cached);
    memory.put(NOTES, "a1", new Note("x"));
    memory.put(INDEXED, "1", new Note("x"));
    Counted<Integer> row = new Counted<>(m -> m.get(NOTES, "a1").filter(n -> false).map(n -> 1));
    Counted<Integer> range = never(m -> m.scan(NOTES, Scan.all().limit(1)).count());
    Counted<Integer> all = never(m -> m.scan(NOTES, Scan.all()).count());
    Counted<Integer> index = never(m -> m.scan(INDEXED, BY_TEXT, Scan.prefix("x")).count());
    Counted<Integer> query = never(m -> m.query(new CountOf(NOTES)));
    Counted<Integer> nothing = never(m -> 0L);
    List<Counted<Integer>> waiters = List.of(row, range, all, index, query, nothing);
    List<CompletableFuture<Integer>> waits = new ArrayList<>();
    waiters.forEach(each -> waits.add(memory.awaitAsync(each, LONG)));
    waiters.forEach(each -> each.awaitRuns(1));

    memory.put(OTHERS, "o", new Note("of no concern")); // another table
    cairn.memory("other").put(NOTES, "a1", new Note("of no concern")); // another namespace
    barrier();
    assertRuns(waiters, 1, 1, 1, 1, 1, 1);

    memory.put(NOTES, "a1", new Note("y")); // the row itself
    barrier();
    assertRuns(waiters, 2, 2, 2, 1, 2, 1);

    memory.put(NOTES, "zz", new Note("at the end")); // a range gains a row at its end
    barrier();
    all.awaitRuns(3);
    row.awaitRuns(2);
    query.awaitRuns(3);

    memory.remove(NOTES, "zz"); // and loses it
    barrier();
    all.awaitRuns(4);
    query.awaitRuns(4);

    memory.put(INDEXED, "2", new Note("x"));
    barrier();
    index.awaitRuns(2);
    nothing.awaitRuns(1);
    waits.forEach(wait -> wait.cancel(false));
  }

  record CountOf(Table<String, Note> table) implements Query<Memory, Long> {
    @Override
    public Long answer(Memory memory) {
      return memory.count(table, Scan.all());
    }
  }

  private static Counted<Integer> never(Function<Memory, Long> read) {
    return new Counted<>(
        m -> {
          assertThat(read.apply(m)).isNotNegative();
          return Optional.empty();
        });
  }

  /**
   * Waits until each has run that often, for those that were woken run on threads of their own, and
   * fails if one has run more often.
   */
  private static void assertRuns(List<Counted<Integer>> waiters, Integer... expected) {
    for (int i = 0; i < expected.length; i++) {
      waiters.get(i).awaitRuns(expected[i]);
    }
    assertThat(waiters.stream().map(each -> each.runs.get())).containsExactly(expected);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aTableThatAppearsIsFound(boolean cached) {
    open(cached);
    Table<String, Note> new1 = Table.named("new1").keyedBy(Keys.string()).holding(Note.class);
    Counted<Note> there = new Counted<>(m -> m.get(new1, "n"));
    CompletableFuture<Note> wait = memory.awaitAsync(there, LONG);
    there.awaitRuns(1);
    memory.put(NOTES, "n", new Note("of no concern"));
    barrier();
    there.awaitRuns(1);

    memory.put(new1, "n", new Note("here"));

    assertThat(wait.join()).isEqualTo(new Note("here"));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommitThatDoesNotSayWhatItChangedConcernsAll(boolean cached) {
    open(cached);
    Memory other = cairn.memory("other");
    other.put(NOTES, "n", new Note("x"));
    Counted<String> gone =
        new Counted<>(m -> m.get(NOTES, "n").isPresent() ? Optional.empty() : Optional.of("gone"));
    Counted<Note> bystander = new Counted<>(m -> m.get(NOTES, "bystander"));
    CompletableFuture<String> wait = other.awaitAsync(gone, LONG);
    CompletableFuture<Note> bystanding = memory.awaitAsync(bystander, LONG);
    gone.awaitRuns(1);
    bystander.awaitRuns(1);

    cairn.maintenance().dropNamespace("other", ProgressListener.none());

    assertThat(wait.join()).isEqualTo("gone");
    bystander.awaitRuns(2);
    bystanding.cancel(false);
  }

  @Test
  void moreCommitsThanTheLogHoldsHideNothing() {
    open(true);
    CompletableFuture<Note> wait = memory.awaitAsync(m -> m.get(NOTES, "n1500"), LONG);
    for (int i = 0; i <= 1_500; i++) {
      String key = "n" + i;
      memory.put(NOTES, key, new Note(""));
    }
    assertThat(wait.join()).isEqualTo(new Note(""));
  }

  /** As many waits as a busy program has, of which each commit concerns one. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCommitConcernsOneOfAThousand(boolean cached) {
    open(cached);
    int number = 1_000;
    List<Counted<Note>> facts = new ArrayList<>();
    List<CompletableFuture<Note>> waits = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      String key = "wanted" + i;
      facts.add(new Counted<>(m -> m.get(NOTES, key)));
      waits.add(memory.awaitAsync(facts.get(i), LONG));
    }
    facts.forEach(fact -> fact.awaitRuns(1));
    int before = runsOf(facts);
    for (int i = 0; i < 100; i++) {
      memory.put(NOTES, "unwanted" + i, new Note(""));
    }
    barrier();
    // Two keys share a stamp now and then: 100 in a table of 32,768, and 1,000 that look there.
    assertThat(runsOf(facts) - before).isLessThan(30);

    for (int i = 0; i < number; i++) {
      String key = "wanted" + i;
      waits.set(
          i,
          memory
              .writeAsync(m -> m.put(NOTES, key, new Note(key)))
              .thenCombine(waits.get(i), (done, note) -> note));
    }
    for (int i = 0; i < number; i++) {
      assertThat(waits.get(i).join().text()).isEqualTo("wanted" + i);
    }
  }

  private static int runsOf(List<Counted<Note>> facts) {
    return facts.stream().mapToInt(fact -> fact.runs.get()).sum();
  }
}
