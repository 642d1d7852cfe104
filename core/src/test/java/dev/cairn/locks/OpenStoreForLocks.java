package dev.cairn.locks;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Opens a new store for each test of locks, with threads that take locks beside the test's own. */
abstract class OpenStoreForLocks {
  @TempDir Path directory;
  Cairn cairn;
  Memory memory;
  final ExecutorService others = Executors.newCachedThreadPool();

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
    others.shutdownNow();
  }

  final NamedLock lock(String name) {
    return memory.locks().on(name);
  }

  final <T> T elsewhere(Callable<T> work) throws Exception {
    return others.submit(work).get(20, SECONDS);
  }
}
