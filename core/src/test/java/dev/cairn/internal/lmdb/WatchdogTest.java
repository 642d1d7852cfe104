package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.put;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a snapshot which is held too long is logged, and that readers learn that the store's
 * files were removed.
 */
class WatchdogTest {
  @TempDir Path directory;
  private final PrintStream errors = System.err;
  private final long round = Watchdog.roundNanos;
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void hurry() {
    Watchdog.roundNanos = 10_000_000;
    System.setErr(new PrintStream(log, true, UTF_8));
  }

  @AfterEach
  void restore() {
    Watchdog.roundNanos = round;
    System.setErr(errors);
  }

  private void assertThatALongSnapshotIsLogged(Engine engine) {
    try (Snapshot held = engine.snapshot()) {
      assertThat(held.version()).isPositive();
      Await.until("it is logged", () -> log.toString(UTF_8).contains("holds a snapshot"));
      assertThat(log.toString(UTF_8))
          .contains(directory.toString(), "'" + Thread.currentThread().getName() + "'");
    }
  }

  @Test
  void aLongSnapshotIsLogged() {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "key", "value");
      assertThatALongSnapshotIsLogged(engine);
    }
  }

  /** A process that writes hears of it at the next commit; one that only reads, from here. */
  @Test
  void aReaderHearsThatTheFilesAreGone() throws IOException {
    try (Engine engine = Stores.open(directory)) {
      put(engine, "key", "value");
      Files.delete(directory.resolve("lock.mdb"));
      Await.until("it is refused", () -> isRefused(engine));
      Await.until(
          "it is logged", () -> log.toString(UTF_8).contains("removed, renamed or replaced"));
    }
  }

  private static boolean isRefused(Engine engine) {
    try {
      return engine.version() < 0;
    } catch (StorageException e) {
      return true;
    }
  }

  @Test
  void aLongSnapshotIsLoggedWhereTheStoreIsOpenForReadingOnlyToo() {
    Stores.open(directory).close();
    try (Engine engine = Stores.openReadOnly(directory)) {
      assertThatALongSnapshotIsLogged(engine);
    }
  }
}
