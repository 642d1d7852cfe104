package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.episodes.Episode;
import dev.cairn.episodes.EpisodeQuery;
import dev.cairn.skills.Skill;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.values.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that programs can store records of their own, and change them in one transaction with the
 * built-in repositories.
 */
class MemoryTest {
  record Note(String text, Instant at, List<String> tags) {
    static Note of(String text, String... tags) {
      return new Note(text, Instant.ofEpochSecond(text.length()), List.of(tags));
    }
  }

  private static final Index<Note, Instant> BY_TIME =
      Index.one("by-time", Keys.instant(), Note::at);

  private static final Index<Note, String> BY_TAG = Index.many("by-tag", Keys.string(), Note::tags);

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class).indexedBy(BY_TIME, BY_TAG);

  private static final String URL = "https://example.com/a";

  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open(@TempDir Path directory) {
    cairn = Cairn.open(directory);
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  @Test
  void aRowIsStoredReadChangedAndDeleted() {
    assertThat(memory.get(NOTES, "n")).isEmpty();
    assertThat(memory.put(NOTES, "n", Note.of("hello"))).isTrue();
    assertThat(memory.put(NOTES, "n", Note.of("hello"))).isFalse();
    assertThat(memory.get(NOTES, "n")).contains(Note.of("hello"));
    assertThat(memory.update(NOTES, "n", old -> Note.of(old.orElseThrow().text() + "!")))
        .isEqualTo(Note.of("hello!"));
    assertThat(memory.get(NOTES, "n")).contains(Note.of("hello!"));
    assertThat(memory.remove(NOTES, "n")).isTrue();
    assertThat(memory.remove(NOTES, "n")).isFalse();
    assertThat(memory.get(NOTES, "n")).isEmpty();
    assertThat(memory.update(NOTES, "n", old -> Note.of("was there: " + old.isPresent())))
        .isEqualTo(Note.of("was there: false"));
  }

  @Test
  void rowsAreFoundByKeyAndByIndexInBothDirections() {
    memory.write(
        m -> {
          m.put(NOTES, "a", Note.of("long text", "blue"));
          m.put(NOTES, "b", Note.of("text", "red", "blue"));
          m.put(NOTES, "c", Note.of("x", "red"));
        });

    cairn
        .memory()
        .read(
            tx -> {
              assertThat(tx.scan(NOTES, Scan.all()).map(Row::key)).containsExactly("a", "b", "c");
              assertThat(tx.scan(NOTES, Scan.all().from("b").descending()).map(Row::key))
                  .containsExactly("c", "b");
              assertThat(tx.scan(NOTES, BY_TIME, Scan.all()).map(Row::key))
                  .containsExactly("c", "b", "a");
              assertThat(tx.scan(NOTES, BY_TIME, Scan.all().descending()).limit(1).map(Row::key))
                  .containsExactly("a");
              assertThat(
                      tx.scan(NOTES, BY_TIME, Scan.all().before(Instant.ofEpochSecond(4)))
                          .map(Row::value))
                  .containsExactly(Note.of("x", "red"));
              assertThat(tx.scan(NOTES, BY_TAG, Scan.prefix("red")).map(Row::key))
                  .containsExactly("b", "c");
              assertThat(tx.count(NOTES, Scan.all())).isEqualTo(3);
              assertThat(tx.count(NOTES, BY_TAG, Scan.all())).isEqualTo(4);
              return "";
            });
  }

  @Test
  void aListThatTheCallerChangesAfterwardsIsNotWhatWasStored() {
    List<String> tags = new ArrayList<>(List.of("a"));
    memory.put(NOTES, "n", new Note("hello", Instant.EPOCH, tags));

    tags.add("b");

    assertThat(memory.get(NOTES, "n").orElseThrow().tags()).containsExactly("a");
    assertThatThrownBy(() -> memory.get(NOTES, "n").orElseThrow().tags().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aWriteOverSeveralRepositoriesIsOneTransaction() {
    long commits = cairn.statistics().store().commits();

    memory.write(
        m -> {
          m.sites().recordVisit(URL, Duration.ofSeconds(1));
          m.skills().add(Skill.of("login", "Log in"));
          m.skills().recordUse("login", Outcome.SUCCESS, Duration.ofMillis(5));
          m.episodes().record(Episode.of("log in").at(URL).succeeded());
          m.users().recordConversation("ann");
          m.put(NOTES, "n", Note.of("hello"));
          // All of it is seen by the rest of the transaction, and by nobody else.
          assertThat(m.sites().profile(URL)).isPresent();
          assertThat(m.skills().statistics("login").uses()).isEqualTo(1);
          assertThat(m.get(NOTES, "n")).isPresent();
          assertThat(memory.sites().profile(URL)).isEmpty();
          assertThat(memory.get(NOTES, "n")).isEmpty();
        });

    assertThat(cairn.statistics().store().commits()).isEqualTo(commits + 1);
    memory.read(
        m -> {
          assertThat(m.sites().profile(URL)).isPresent();
          assertThat(m.skills().statistics("login").uses()).isEqualTo(1);
          assertThat(m.episodes().find(EpisodeQuery.newest(10).atSite(URL))).hasSize(1);
          assertThat(m.users().get("ann").orElseThrow().conversations()).isEqualTo(1);
          assertThat(m.get(NOTES, "n")).contains(Note.of("hello"));
          return "";
        });
  }

  @Test
  void aWriteThatThrowsLeavesNoTraceInAnyRepository() {
    memory.users().recordConversation("ann");

    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                memory.write(
                    m -> {
                      m.sites().recordVisit(URL, Duration.ofSeconds(1));
                      m.users().recordConversation("ann");
                      m.put(NOTES, "n", Note.of("hello"));
                      throw new IllegalStateException("no");
                    }))
        .withMessage("no");

    assertThat(memory.sites().list()).isEmpty();
    assertThat(memory.users().get("ann").orElseThrow().conversations()).isEqualTo(1);
    assertThat(memory.get(NOTES, "n")).isEmpty();
  }

  @Test
  void aReadShowsOneMoment() {
    memory.put(NOTES, "a", Note.of("old"));

    memory.read(
        m -> {
          assertThat(m.get(NOTES, "a")).contains(Note.of("old"));
          CompletableFuture.runAsync(
                  () ->
                      memory.write(
                          other -> {
                            other.put(NOTES, "a", Note.of("newer"));
                            other.put(NOTES, "b", Note.of("newer"));
                          }))
              .join();
          assertThat(m.get(NOTES, "a")).contains(Note.of("old"));
          assertThat(m.get(NOTES, "b")).isEmpty();
          return "";
        });

    assertThat(memory.get(NOTES, "a")).contains(Note.of("newer"));
  }

  @Test
  void asynchronousWritesReturnWhatTheirFunctionDid() {
    CompletableFuture<Note> note =
        memory.writeAndGetAsync(m -> m.update(NOTES, "n", old -> Note.of("hello")));
    CompletableFuture<String> failing =
        memory.writeAndGetAsync(
            m -> {
              throw new IllegalStateException("no");
            });

    assertThat(note.join()).isEqualTo(Note.of("hello"));
    assertThatThrownBy(failing::join)
        .isInstanceOf(CompletionException.class)
        .hasCauseInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("no");
    // A function that depends on a write may write itself.
    assertThat(note.thenApply(n -> memory.put(NOTES, "m", n)).join()).isTrue();
    assertThat(memory.<String>writeAndGet(m -> "result")).isEqualTo("result");
  }

  /**
   * A future without a result is no dependent of one with a result, which would wrap and detach.
   */
  @Test
  void aQueuedWriteWithoutAResultFailsAndIsWithdrawnAsOneWithAResult() {
    CompletableFuture<Void> failing =
        memory.writeAsync(
            m -> {
              throw new IllegalStateException("no");
            });
    assertThat(failing.<Throwable>handle((nothing, thrown) -> thrown).join())
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("no");

    CountDownLatch busy = new CountDownLatch(1);
    CompletableFuture<Void> slow = memory.writeAsync(m -> awaitUninterruptibly(busy));
    CompletableFuture<Void> withdrawn =
        memory.writeAsync(m -> m.put(NOTES, "withdrawn", Note.of("never applied")));
    assertThat(withdrawn.cancel(false)).isTrue();
    busy.countDown();
    slow.join();
    memory.put(NOTES, "n", Note.of("last"));
    assertThat(memory.get(NOTES, "withdrawn")).isEmpty();
  }

  @Test
  void aTransactionInsideOneIsTheSame() {
    memory.write(
        m -> {
          m.write(inner -> inner.put(NOTES, "a", Note.of("inner")));
          assertThat(m.writeAndGetAsync(inner -> inner.get(NOTES, "a")).join()).isPresent();
          assertThat((Optional<?>) m.read(inner -> inner.get(NOTES, "a"))).isPresent();
          assertThat(m.withTimeout(Duration.ofSeconds(1))).isSameAs(m);
          m.put(NOTES, "b", Note.of("b"));
          assertThat(m.scan(NOTES, Scan.all()).map(Row::key)).containsExactly("a", "b");
          assertThat(m.count(NOTES, Scan.all())).isEqualTo(2);
          assertThat(memory.get(NOTES, "a")).isEmpty();
        });

    assertThat(memory.get(NOTES, "a")).isPresent();
    assertThat(memory.get(NOTES, "b")).isPresent();
  }

  @Test
  void aWriteWhoseTurnDoesNotComeInTimeIsNeverApplied() {
    CountDownLatch busy = new CountDownLatch(1);
    CompletableFuture<String> slow =
        memory.writeAndGetAsync(
            m -> {
              awaitUninterruptibly(busy);
              return "";
            });

    assertThatThrownBy(
            () ->
                memory.withTimeout(Duration.ofMillis(50)).put(NOTES, "n", Note.of("never applied")))
        .isInstanceOf(WriteTimeoutException.class);

    busy.countDown();
    slow.join();
    cairn.flush();
    assertThat(memory.get(NOTES, "n")).isEmpty();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
