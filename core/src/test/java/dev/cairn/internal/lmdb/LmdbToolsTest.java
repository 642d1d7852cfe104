package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.number;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that LMDB's own command line tools work on a store. The test is skipped if they, Debian's
 * lmdb-utils for example, are not installed.
 */
class LmdbToolsTest {
  @TempDir Path directory;
  private Path store;

  @BeforeEach
  void needTools() {
    for (String tool : List.of("mdb_stat", "mdb_dump", "mdb_load")) {
      boolean there =
          List.of(System.getenv("PATH").split(File.pathSeparator, -1)).stream()
              .anyMatch(path -> Files.isExecutable(Path.of(path, tool)));
      assumeTrue(there, tool + " is not installed");
    }
    store = directory.resolve("store");
  }

  private static String run(String... command) {
    return run(0, command);
  }

  /** The process ids of the readers; mdb_stat then exits with their number, or so. */
  private String readers() {
    return run(-1, "mdb_stat", "-r", store.toString());
  }

  /** Runs a tool that exits with a certain status, or -1 for any. */
  private static String run(int status, String... command) {
    try {
      Path output = Files.createTempFile("tool", ".out");
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(output);
      Files.delete(output);
      assertThat(process.exitValue()).as(said).isEqualTo(status < 0 ? process.exitValue() : status);
      return said;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theyReadAStoreThatIsOpenAndOneThatIsNot() {
    try (Engine engine = Stores.open(store);
        Snapshot snapshot = engine.snapshot()) {
      put(engine, "key", "value");
      read();
      // They came and went, and the store is still this process's.
      put(engine, "key", "value2");
      assertThat(get(snapshot, "key")).isNull();
      assertThat(readers()).contains("" + ProcessHandle.current().pid());
    }
    read();
    try (Engine engine = Stores.open(store)) {
      assertThat(get(engine, "key")).isEqualTo("value2");
    }
  }

  private void read() {
    assertThat(run("mdb_stat", "-a", store.toString()))
        .contains("Status of data")
        .contains("Status of changes");
    assertThat(run("mdb_dump", "-a", "-p", store.toString()))
        .contains("database=data")
        .contains("database=changes")
        .contains("Cairn store, format 1")
        .contains(" key\n value");
  }

  @Test
  void theSlotsOfAKilledProcessAreFreeOnceAnotherOpensTheStore() {
    try (Engine engine = Stores.open(store)) {
      put(engine, "key", "value");
      long killed;
      try (OtherJvm reader = EngineProgram.with(store)) {
        reader.ask("snapshot");
        killed = reader.pid();
        assertThat(readers()).contains("" + killed);
      }
      assertThat(readers()).contains("" + killed);
      try (OtherJvm other = EngineProgram.with(store)) {
        other.expect("value", "get", "key");
        assertThat(readers()).doesNotContain("" + killed);
      }
    }
  }

  @Test
  void aStoreThatWasDumpedAndLoadedGoesOn() throws IOException {
    long dumped;
    try (Engine engine = Stores.open(store)) {
      for (int i = 0; i < 300; i++) {
        int number = i;
        engine.write(
            batch -> {
              Stores.add(batch, "count", 1);
              batch.logChange(Stores.bytes("count"));
              return batch.put(Stores.bytes("key" + number), new byte[number]);
            },
            Stores.LONG);
      }
      dumped = engine.version();
      run("mdb_dump", "-a", "-f", directory.resolve("dump").toString(), store.toString());
    }
    Path loaded = Files.createDirectory(directory.resolve("loaded"));
    run("mdb_load", "-f", directory.resolve("dump").toString(), loaded.toString());

    try (Engine engine = Stores.open(loaded);
        OtherJvm other = EngineProgram.with(loaded)) {
      long before = engine.version();
      assertThat(before).isLessThan(dumped);
      assertThat(keys(engine)).hasSize(301);
      assertThat(number(engine, "count")).isEqualTo(300);

      assertThat(other.ask("put", "count", "301")).isEqualTo("" + (before + 1));
      try (Snapshot snapshot = engine.snapshot()) {
        assertThat(snapshot.changesSince(before).everything()).isTrue();
      }
      put(engine, "after", "1");
      try (Snapshot snapshot = engine.snapshot()) {
        assertThat(snapshot.changesSince(before + 1).everything()).isFalse();
        assertThat(number(snapshot, "count")).isEqualTo(301);
      }
    }
  }
}
