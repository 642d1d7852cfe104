package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that misuse of transactions and bad arguments are refused with a message that says what to
 * do instead.
 */
class MemoryMisuseTest {
  record Note(String text) {
    static Note of(String text) {
      return new Note(text);
    }
  }

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

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
  void misuseOfTransactionsIsRefusedWithTheWayOut() {
    List<Memory> ended = new ArrayList<>();
    memory.write(ended::add);
    memory.read(ended::add);
    for (Memory m : ended) {
      assertMisuse(() -> m.get(NOTES, "n"), "transaction");
      assertMisuse(() -> m.sites().list(), "transaction");
    }

    assertMisuse(
        () -> memory.write(m -> memory.put(NOTES, "n", Note.of("x"))),
        "a write cannot begin inside another one",
        "the memory, that the function was given");
    assertMisuse(
        () -> memory.read(m -> m.put(NOTES, "n", Note.of("x"))), "a read cannot write", "outside");
    assertThat(memory.get(NOTES, "n")).isEmpty();
  }

  private static void assertMisuse(Runnable call, String... says) {
    assertThatIllegalStateException().isThrownBy(call::run).withMessageContainingAll(says);
  }

  @Test
  void badArgumentsAreRefused() {
    Supplier<Note> none = () -> null;
    List<Runnable> calls =
        List.of(
            () -> memory.get(null, "n"),
            () -> memory.get(NOTES, null),
            () -> memory.put(NOTES, "n", null),
            () -> memory.put(NOTES, null, Note.of("x")),
            () -> memory.remove(NOTES, null),
            () -> memory.update(NOTES, "n", null),
            () -> memory.update(NOTES, "n", old -> none.get()),
            () -> memory.put(NOTES, "k".repeat(600), Note.of("x")),
            () -> memory.get(NOTES, "k".repeat(600)),
            () -> memory.put(NOTES, "\ud800", Note.of("x")),
            () -> memory.read(null),
            () -> memory.write(null),
            () -> memory.writeAsync(null).join(),
            () -> memory.withTimeout(Duration.ZERO));
    for (Runnable call : calls) {
      assertThatIllegalArgumentException().isThrownBy(call::run);
    }
    assertThat(memory.get(NOTES, "n")).isEmpty();
  }
}
