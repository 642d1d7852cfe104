package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a write inside a larger transaction is applied as a whole with it, or makes it fail.
 */
class JoinedWriteTest {
  record Note(String text) {}

  private static final class OnPurposeException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final Table<String, Note> OTHERS =
      Table.named("others").keyedBy(Keys.string()).holding(Note.class);

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

  private static void failHalfway(Memory joined) {
    joined.put(NOTES, "half", new Note("x"));
    throw new OnPurposeException();
  }

  private static void expectFailure(Runnable write) {
    assertThatThrownBy(write::run).isInstanceOf(OnPurposeException.class);
  }

  @Test
  void aJoinedWriteThatFailsHalfwayFailsTheTransactionThatCatchesIt() {
    expectFailure(
        () ->
            memory.write(
                m -> {
                  m.put(NOTES, "before", new Note("x"));
                  expectFailure(() -> m.write(JoinedWriteTest::failHalfway));
                  m.put(NOTES, "after", new Note("x"));
                }));

    assertThat(memory.get(NOTES, "before")).isEmpty();
    assertThat(memory.get(NOTES, "half")).isEmpty();
    assertThat(memory.get(NOTES, "after")).isEmpty();
  }

  @Test
  void aJoinedFutureThatFailsHalfwayFailsTheTransactionToo() {
    expectFailure(
        () ->
            memory.write(
                m ->
                    assertThatThrownBy(m.writeAsync(JoinedWriteTest::failHalfway)::join)
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(OnPurposeException.class)));

    assertThat(memory.get(NOTES, "half")).isEmpty();
  }

  @Test
  void anErrorOfAJoinedWriteFailsTheTransactionToo() {
    assertThatThrownBy(
            () ->
                memory.write(
                    m ->
                        assertThatThrownBy(
                                () ->
                                    m.write(
                                        joined -> {
                                          joined.put(NOTES, "half", new Note("x"));
                                          throw new StackOverflowError("on purpose");
                                        }))
                            .isInstanceOf(StackOverflowError.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(StackOverflowError.class)
        .hasMessageContaining("nothing of this write is applied");

    assertThat(memory.get(NOTES, "half")).isEmpty();
  }

  @Test
  void aRepositoryThatFailsHalfwayFailsTheTransactionAsWell() {
    expectFailure(
        () ->
            memory.write(
                m -> {
                  m.sites().recordVisit("https://example.com", Duration.ofSeconds(1));
                  expectFailure(
                      () ->
                          m.repository(
                              (transactor, clock) ->
                                  transactor.<Object>write(
                                      tx -> {
                                        tx.put(NOTES, "half", new Note("x"));
                                        throw new OnPurposeException();
                                      })));
                }));

    assertThat(memory.sites().count()).isZero();
    assertThat(memory.get(NOTES, "half")).isEmpty();
  }

  /** A refused argument, or a failed check, need not cost the rest of the transaction. */
  @Test
  void aJoinedWriteThatChangedNothingMayFailAlone() {
    memory.put(NOTES, "same", new Note("x"));

    memory.write(
        m -> {
          m.put(NOTES, "before", new Note("x"));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> m.put(NOTES, "k".repeat(600), new Note("x")));
          expectFailure(
              () ->
                  m.write(
                      joined -> {
                        joined.put(NOTES, "same", new Note("x"));
                        joined.remove(NOTES, "none");
                        throw new OnPurposeException();
                      }));
          m.put(NOTES, "after", new Note("x"));
        });

    assertThat(memory.get(NOTES, "before")).isPresent();
    assertThat(memory.get(NOTES, "after")).isPresent();
  }

  private void refuseALongKeyBetweenTwoRows(Table<String, Note> other) {
    memory.write(
        m -> {
          m.put(NOTES, "before", new Note("x"));
          assertThatIllegalArgumentException()
              .isThrownBy(() -> m.put(other, "k".repeat(600), new Note("x")));
          m.put(NOTES, "after", new Note("x"));
        });

    assertThat(memory.get(NOTES, "before")).isPresent();
    assertThat(memory.get(NOTES, "after")).isPresent();
  }

  @Test
  void aJoinedWriteMayFailAloneThoughItIsTheFirstToUseATable() {
    refuseALongKeyBetweenTwoRows(OTHERS);
    assertThat(memory.get(OTHERS, "k")).isEmpty();

    memory.put(OTHERS, "k", new Note("x"));
    assertThat(memory.get(OTHERS, "k")).contains(new Note("x"));
  }

  @Test
  void aJoinedWriteMayFailAloneThoughItIsTheFirstAfterTheStoreWasOpened(@TempDir Path store) {
    try (Cairn before = Cairn.open(store)) {
      before.memory().put(OTHERS, "k", new Note("x"));
    }
    try (Cairn after = Cairn.open(store)) {
      memory = after.memory();
      refuseALongKeyBetweenTwoRows(OTHERS);
    }
  }

  /** Java does not check what another language, or a generic throws clause, lets through. */
  @Test
  void anUndeclaredExceptionOfAJoinedWriteFailsTheTransactionToo() {
    assertThatThrownBy(
            () ->
                memory.write(
                    m ->
                        assertThatThrownBy(
                                () ->
                                    m.write(
                                        joined -> {
                                          joined.put(NOTES, "half", new Note("x"));
                                          JoinedWriteTest.<RuntimeException>throwUndeclared();
                                        }))
                            .isInstanceOf(IOException.class)))
        .isInstanceOf(IllegalStateException.class)
        .hasCauseInstanceOf(IOException.class)
        .hasMessageStartingWith("java.io.IOException was thrown in the middle");

    assertThat(memory.get(NOTES, "half")).isEmpty();
  }

  @SuppressWarnings("unchecked") // wrong on purpose
  private static <E extends Exception> void throwUndeclared() throws E {
    throw (E) new IOException("on purpose");
  }

  @Test
  void aJoinedUpdateRunsAtOnceOnTheThreadOfItsTransaction() {
    memory.write(
        m -> {
          Thread own = Thread.currentThread();
          Note updated =
              m.update(NOTES, "n", old -> new Note(Thread.currentThread() == own ? "here" : "no"));
          assertThat(updated.text()).isEqualTo("here");
          assertThat(m.get(NOTES, "n")).contains(updated);
        });
  }
}
