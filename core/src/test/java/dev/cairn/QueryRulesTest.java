package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.table.Keys;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.testing.NewStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that queries and results which could be modified are refused, and that concurrent calls of
 * one query share one computation.
 */
class QueryRulesTest extends NewStore {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final AtomicInteger COMPUTED = new AtomicInteger();

  private Memory memory;

  @BeforeEach
  void fill() {
    memory = cairn.memory();
    List.of("a1", "a2", "a3").forEach(key -> memory.put(NOTES, key, new Note(key)));
    COMPUTED.set(0);
  }

  private static List<String> keys(Memory memory) {
    COMPUTED.incrementAndGet();
    return memory.scan(NOTES, Scan.all()).map(Row::key).toList();
  }

  enum Fixed implements Query<Memory, List<String>> {
    ALL;

    @Override
    public List<String> answer(Memory memory) {
      return keys(memory);
    }
  }

  @Test
  void aConstantOfAnEnumIsAQuery() {
    assertThat(memory.query(Fixed.ALL)).hasSize(3);
    assertThat(memory.query(Fixed.ALL)).hasSize(3);
    assertThat(COMPUTED).hasValue(1);
  }

  @Test
  void aCacheThatIsOffRemembersNothing(@TempDir Path directory) {
    CairnOptions off = CairnOptions.defaults().withCache(CachePolicy.off());
    try (Cairn other = Cairn.open(directory.resolve("off"), off)) {
      assertThat(other.memory().query(Fixed.ALL)).isEmpty();
      assertThat(other.memory().query(Fixed.ALL)).isEmpty();
      assertThat(COMPUTED).hasValue(2);
    }
  }

  @Test
  void aQueryWithoutEqualityIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.query(m -> "a lambda"))
        .withMessageContaining("make it a record");
  }

  @Test
  void anAnswerThatCouldBeModifiedIsRefused() {
    record Answering(String name, Function<String, Object> made) implements Query<Memory, Object> {
      @Override
      public Object answer(Memory memory) {
        return made.apply("x");
      }
    }
    record Holder(List<String> list) {}
    Map<String, Function<String, Object>> refused =
        Map.of(
            "a list", x -> new ArrayList<>(List.of(x)),
            "an array", x -> new String[] {x},
            "a stream", Stream::of,
            "a list over an array", Arrays::asList,
            "an optional list", x -> Optional.of(new ArrayList<>(List.of(x))),
            "a record with a list", x -> new Holder(new ArrayList<>(List.of(x))));
    refused.forEach(
        (name, made) ->
            assertThatIllegalArgumentException()
                .as(name)
                .isThrownBy(() -> memory.query(new Answering(name, made)))
                .withMessageContaining("can be modified"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> memory.write(m -> m.query(new Answering("in a write", x -> new ArrayList<>()))))
        .withMessageContaining("can be modified");
    List<Object> accepted =
        List.of(
            List.of("x"),
            Stream.of("x").toList(),
            Map.of("x", List.of(1)),
            new Holder(List.of("x")),
            Duration.ZERO,
            1L);
    accepted.forEach(
        answer ->
            assertThat(memory.query(new Answering("accepted", x -> answer))).isEqualTo(answer));
  }

  @Test
  void aComponentThatCouldBeModifiedIsRefused() {
    record Listed(List<String> names) implements Query<Memory, Integer> {
      @Override
      public Integer answer(Memory memory) {
        return names.size();
      }
    }
    @SuppressWarnings("ArrayRecordComponent") // which is refused
    record Hashed(byte[] hash) implements Query<Memory, Integer> {
      @Override
      public Integer answer(Memory memory) {
        return hash.length;
      }
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.query(new Listed(new ArrayList<>())))
        .withMessageContaining("'names'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> memory.query(new Hashed(new byte[1])))
        .withMessageContaining("'hash'");
    assertThat(memory.query(new Listed(List.of("a")))).isEqualTo(1);
  }

  @Test
  void anExceptionIsNotRemembered() {
    record Failing(int n) implements Query<Memory, String> {
      @Override
      public String answer(Memory memory) {
        COMPUTED.incrementAndGet();
        throw new IllegalStateException("failed");
      }
    }
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> memory.query(new Failing(1))).hasMessage("failed");
    }
    assertThat(COMPUTED).hasValue(2);
  }

  /** Computed while everybody waits, so that all have asked before it ends. */
  record Slow(CountDownLatch asked) implements Query<Memory, List<String>> {
    @Override
    public List<String> answer(Memory memory) {
      List<String> keys = keys(memory);
      try {
        assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      return keys;
    }
  }

  @Test
  void aQueryThatManyAskAtOnceIsComputedOnce() throws Exception {
    int many = 16;
    CountDownLatch asked = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(many);
    try {
      List<Future<List<String>>> answers = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        answers.add(threads.submit(() -> memory.query(new Slow(asked))));
      }
      asked.countDown();
      for (Future<List<String>> answer : answers) {
        assertThat(answer.get(20, TimeUnit.SECONDS)).containsExactly("a1", "a2", "a3");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(COMPUTED).hasValue(1);
  }

  @Test
  void aCallAfterAWriteDoesNotTakeAnAnswerThatIsBeingComputedFromBefore() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Future<List<String>> old = threads.submit(() -> memory.query(new Slow(asked)));
      while (COMPUTED.get() == 0) {
        Thread.onSpinWait();
      }
      memory.put(NOTES, "a4", new Note("a4"));
      Future<List<String>> later = threads.submit(() -> memory.query(new Slow(asked)));
      asked.countDown();

      assertThat(old.get(20, TimeUnit.SECONDS)).hasSize(3);
      assertThat(later.get(20, TimeUnit.SECONDS)).hasSize(4);
    } finally {
      threads.shutdownNow();
    }
  }
}
