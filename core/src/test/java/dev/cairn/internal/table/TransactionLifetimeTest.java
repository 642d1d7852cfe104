package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transaction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a transaction cannot be used after its function has returned, or by another thread.
 */
class TransactionLifetimeTest {
  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aTransactionEndsWithItsFunction() {
    store.put(Note.of("a"));
    List<Transaction> ended = new ArrayList<>();
    store.here.read(ended::add);
    store.write(ended::add);

    for (Transaction tx : ended) {
      assertEnded(() -> tx.get(NOTES, "a"));
      assertEnded(() -> tx.scan(NOTES, Scan.all()));
      assertEnded(() -> tx.scan(NOTES, OpenStore.BY_TIME, Scan.all()));
      assertEnded(() -> tx.count(NOTES, Scan.all()));
      assertEnded(() -> tx.count(NOTES, OpenStore.BY_TIME, Scan.all()));
      assertEnded(tx::version);
    }
  }

  private static void assertEnded(Runnable use) {
    assertThatIllegalStateException()
        .isThrownBy(use::run)
        .withMessageMatching(".*(transaction has ended|belongs to the thread).*");
  }

  @Test
  void aStreamEndsWithItsTransactionAndDoesNotPassForEmpty() {
    store.put(Note.of("a"), Note.of("b"));
    Stream<Row<String, Note>> fresh = store.here.read(tx -> tx.scan(NOTES, Scan.all()));
    Iterator<Row<String, Note>> begun =
        store.here.read(
            tx -> {
              Iterator<Row<String, Note>> rows = tx.scan(NOTES, Scan.all()).iterator();
              rows.next();
              return rows;
            });

    assertEnded(() -> assertThat(fresh).isEmpty());
    assertEnded(begun::next);
  }

  @Test
  void aTransactionStaysOnItsThread() {
    store.put(Note.of("a"));

    store.write(
        tx ->
            assertThatIllegalStateException()
                .isThrownBy(
                    () -> {
                      try {
                        CompletableFuture.runAsync(() -> tx.put(NOTES, "b", Note.of("b"))).join();
                      } catch (CompletionException e) {
                        throw (RuntimeException) e.getCause();
                      }
                    })
                .withMessageContainingAll(
                    "belongs to the thread", Thread.currentThread().getName()));

    assertThat(store.here.get(NOTES, "b")).isEmpty();
  }
}
