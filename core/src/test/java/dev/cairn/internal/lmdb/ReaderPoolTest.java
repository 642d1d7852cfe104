package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.lmdb.env.Environment;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.env.NativeBytes;
import dev.cairn.internal.lmdb.env.NewStore;
import dev.cairn.internal.lmdb.readers.ReaderPool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a reused read transaction shows exactly the version that it reports. */
@Tag("slow")
class ReaderPoolTest {
  private static final int READERS = 3;
  private static final long NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final byte[] VERSION = bytes("version");

  private final AtomicBoolean stopped = new AtomicBoolean();

  /**
   * A thread that begins to read may be held up at any point until others have committed. Commits
   * are not synced here, so that many fit in while a thread waits for its turn to run.
   */
  @Test
  void aSnapshotShowsTheVersionThatItSays(@TempDir Path directory) throws IOException {
    Path store = directory.resolve("store");
    NewStore.build(store);
    try (Environment environment =
        Environment.openToFill(store, store, LmdbOptions.DEFAULT_MAP_BYTES)) {
      NativeBytes key = environment.buffer();
      NativeBytes value = environment.buffer();
      ReaderPool pool = new ReaderPool(environment);
      commit(environment, key, value);
      List<CompletableFuture<String>> readers = new ArrayList<>();
      for (int i = 0; i < READERS; i++) {
        readers.add(
            CompletableFuture.supplyAsync(
                () -> read(environment, pool), work -> new Thread(work).start()));
      }
      try {
        long end = System.nanoTime() + NANOS;
        while (System.nanoTime() < end && !stopped.get()) {
          commit(environment, key, value);
        }
      } finally {
        stopped.set(true);
        CompletableFuture.allOf(readers.toArray(CompletableFuture[]::new)).join();
      }
      assertThat(readers.stream().map(CompletableFuture::join))
          .as("what is wrong with a snapshot")
          .containsOnly("");
      assertThat(pool.close(NANOS)).isTrue();
    }
  }

  private static void commit(Environment environment, NativeBytes key, NativeBytes value) {
    LmdbBatch batch = new LmdbBatch(environment, key, value);
    batch.replace(VERSION, bytes("" + (batch.version() + 1)));
    long unused = batch.commit();
  }

  /** Returns what is wrong with a snapshot, or nothing. */
  private String read(Environment environment, ReaderPool pool) {
    String wrong = "";
    while (wrong.isEmpty() && !stopped.get()) {
      try (LmdbSnapshot snapshot = new LmdbSnapshot(environment, pool)) {
        // Only one that was held up says less than the last version, and is worth the look.
        if (snapshot.version() != environment.version()) {
          long shown = Stores.number(snapshot, "version");
          if (shown != snapshot.version()) {
            wrong = "it says version %d and shows %d".formatted(snapshot.version(), shown);
          }
        }
      }
    }
    stopped.set(true);
    return wrong;
  }
}
