package dev.cairn.langgraph4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.testing.NewStore;
import java.io.IOException;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.bsc.langgraph4j.RunnableConfig;
import org.bsc.langgraph4j.checkpoint.Checkpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the checkpoints of a graph can be removed and old ones pruned, even if a state cannot
 * be read.
 */
class RemovalTest extends NewStore {
  private CairnCheckpointSaver saver;

  @BeforeEach
  void makeSaver() {
    saver = new CairnCheckpointSaver(cairn.memory());
  }

  private static RunnableConfig thread(String id) {
    return RunnableConfig.builder().threadId(id).build();
  }

  private void put(String thread, String id, Object value) throws IOException {
    Checkpoint checkpoint =
        Checkpoint.builder()
            .id(id)
            .nodeId("node")
            .nextNodeId("next")
            .state(Map.of("value", value))
            .build();
    saver.put(thread(thread), checkpoint);
  }

  private List<String> ids(String thread) {
    return saver.list(thread(thread)).stream().map(Checkpoint::getId).toList();
  }

  static List<Throwable> failures() {
    return List.of(
        new IllegalStateException("of a constructor"), new NoClassDefFoundError("of a class"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void aThreadIsRemovedAlthoughAStateCannotBeRead(Throwable failure) throws IOException {
    put("t", "a", new Unreadable(failure));
    put("t", "b", 2);
    put("u", "a", 3);
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> saver.list(thread("t")))
        .withMessageContaining("('t', 'a')")
        .withMessageContaining(failure.toString())
        .withMessageContaining("or remove the thread with remove");
    assertThatExceptionOfType(IncompatibleRecordException.class)
        .isThrownBy(() -> saver.release(thread("t")));
    assertThat(saver.remove("t")).isTrue();
    assertThat(ids("t")).isEmpty();
    assertThat(saver.remove("t")).as("again").isFalse();
    assertThat(ids("u")).containsExactly("a");
  }

  @Test
  void oldCheckpointsArePrunedInAllThreads() throws IOException {
    put("old", "a", new Unreadable(new IllegalStateException()));
    put("both", "a", 1);
    put("both", "b", 2);
    clock.advance(Duration.ofDays(2));
    put("both", "c", 3);
    put("new", "a", 4);
    assertThat(saver.pruneOlderThan(Duration.ofDays(3))).isZero();
    assertThat(saver.pruneOlderThan(Duration.ofDays(1))).isEqualTo(3);
    assertThat(ids("old")).isEmpty();
    assertThat(ids("both")).containsExactly("c");
    assertThat(ids("new")).containsExactly("a");
    assertThat(saver.pruneOlderThan(Duration.ofDays(1))).isZero();
  }

  @Test
  void moreArePrunedThanOneTransactionRemoves() throws IOException {
    for (String thread : CairnCheckpointSaverTest.hostileIds()) {
      for (int i = 0; i < Pruning.BATCH / 8; i++) {
        put(thread, "old " + i, i);
      }
    }
    clock.advance(Duration.ofDays(2));
    for (String thread : CairnCheckpointSaverTest.hostileIds()) {
      put(thread, "new", 1);
    }
    assertThat(saver.pruneOlderThan(Duration.ofDays(1)))
        .isEqualTo(CairnCheckpointSaverTest.hostileIds().size() * (Pruning.BATCH / 8));
    for (String thread : CairnCheckpointSaverTest.hostileIds()) {
      assertThat(ids(thread)).containsExactly("new");
    }
  }

  @Test
  void agesMayBeAsLongAsTheyAreNotNegative() throws IOException {
    put("t", "a", 1);
    assertThat(saver.pruneOlderThan(Duration.ofSeconds(Long.MAX_VALUE))).isZero();
    assertThat(saver.pruneOlderThan(Duration.ZERO)).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> saver.pruneOlderThan(Duration.ofSeconds(-1)))
        .withMessageContaining("age is negative: PT-1S");
    assertThatNullPointerException().isThrownBy(() -> saver.pruneOlderThan(null));
    assertThatNullPointerException().isThrownBy(() -> saver.remove(null));
    assertThat(ids("t")).containsExactly("a");
  }

  /** A value that can be written, and throws when it is read. */
  private record Unreadable(Throwable failure) implements Serializable {
    @Serial
    private Object readResolve() {
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }
}
