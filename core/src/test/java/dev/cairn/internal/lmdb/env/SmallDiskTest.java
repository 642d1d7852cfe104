package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Cairn;
import dev.cairn.StoreFullException;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.maintenance.CopyOptions;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a full or read-only disk causes exceptions and loses no data. The tests are skipped if
 * they may not mount a small disk.
 */
@Tag("slow")
class SmallDiskTest {
  @TempDir Path directory;
  private Path disk;
  private Path filler;

  @BeforeEach
  void mount() throws IOException, InterruptedException {
    disk = Files.createDirectory(directory.resolve("disk"));
    filler = disk.resolve("filler");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=1m", "cairn-test", disk.toString()),
        "only root can mount a small disk");
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    run("umount", "-l", disk.toString()); // lazily: maps live until they are collected
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Leaves not a byte. */
  private void fillDisk() {
    for (int size : new int[] {1 << 16, 1}) {
      try {
        for (int i = 0; i < 1 << 17; i++) {
          Files.write(filler, new byte[size], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      } catch (IOException e) {
        continue;
      }
      throw new AssertionError("never full");
    }
  }

  @Test
  void aFullDiskIsAnExceptionAndLosesNothing() throws IOException {
    List<String> stored = new ArrayList<>();
    try (Engine engine = Stores.open(disk.resolve("store"))) {
      fillDisk();
      StoreFullException full = null;
      for (int i = 0; full == null && i < 1000; i++) {
        String key = "key" + i;
        try {
          engine.write(batch -> batch.put(bytes(key), new byte[20_000]), LONG);
          stored.add(key);
        } catch (StoreFullException e) {
          full = e;
        }
      }
      assertThat(full).hasMessageContaining("the disk of store");
      assertThat(keys(engine)).containsExactlyInAnyOrderElementsOf(stored);
      // Reading goes on, also with more slots of the lock file than were ever used.
      List<Snapshot> snapshots = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        snapshots.add(engine.snapshot());
      }
      snapshots.forEach(Snapshot::close);

      Files.delete(filler);
      put(engine, "after", "1");
      stored.add("after");
    }
    try (Engine engine = Stores.open(disk.resolve("store"))) {
      assertThat(keys(engine)).containsExactlyInAnyOrderElementsOf(stored);
    }
  }

  /** The system writes as much as fits, which LMDB reports as it does a disk that fails. */
  @Test
  void aDiskThatIsFullInTheMiddleOfAWriteIsFullToo() throws IOException {
    try (Engine engine = Stores.open(disk.resolve("store"))) {
      put(engine, "key", "value");
      fillDisk();
      try (FileChannel channel = FileChannel.open(filler, StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - (12 << 10));
      }
      assertThatExceptionOfType(StoreFullException.class)
          .isThrownBy(
              () -> engine.write(batch -> batch.put(bytes("large"), new byte[50_000]), LONG))
          .withMessageContaining("the disk of store");
      assertThat(keys(engine)).containsExactly("key");
    }
  }

  @Test
  void aStoreIsNotCreatedOnAFullDiskAndNothingIsLeftOfTheAttempt() throws IOException {
    Path store = Files.createDirectory(disk.resolve("store"));
    fillDisk();
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> Stores.open(store))
        .withMessageContaining("No space left");
    assertThat(store).isEmptyDirectory();

    Files.delete(filler);
    try (Engine engine = Stores.open(store)) {
      put(engine, "key", "value");
    }
  }

  @Test
  void aStoreOnAFullDiskCanBeOpened() throws IOException {
    Path store = disk.resolve("store");
    try (Engine engine = Stores.open(store)) {
      put(engine, "key", "value");
    }
    // As after a copy of the data file alone.
    Files.delete(store.resolve("writer.mark"));
    Files.delete(store.resolve("turn.lock"));
    fillDisk();
    try (Engine engine = Stores.open(store)) {
      assertThat(keys(engine)).containsExactly("key");
      assertThatExceptionOfType(StoreFullException.class)
          .isThrownBy(
              () -> engine.write(batch -> batch.put(bytes("large"), new byte[50_000]), LONG));
      Files.delete(filler);
      put(engine, "after", "1");
    }
  }

  @Test
  void aStoreOnAReadOnlyDiskCanBeReadAndNotWritten() throws Exception {
    for (boolean withLock : new boolean[] {true, false}) {
      Path store = disk.resolve("store" + withLock);
      try (OtherJvm writer = EngineProgram.with(store)) { // its maps end with it, unlike this JVM's
        writer.ask("put", "key", "value");
      }
      if (!withLock) {
        Files.delete(store.resolve("lock.mdb"));
      }
      assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
      try (Engine engine = Stores.openReadOnly(store)) {
        assertThat(keys(engine)).containsExactly("key");
        assertThat(engine.version()).isEqualTo(2);
        assertThat(engine.statistics().version()).isEqualTo(2);
      }
      StoreOpenException refused =
          catchThrowableOfType(StoreOpenException.class, () -> Stores.open(store));
      assertThat(refused.reason()).isEqualTo(StoreOpenException.Reason.NO_PERMISSION);
      assertThat(run("mount", "-o", "remount,rw", disk.toString())).isTrue();
    }
  }

  /** Each file takes an entry in a table of the file system, which may be full before the disk. */
  @Test
  void aCopyFindsADiskFullThatHasRoomButForNoOtherFile() throws Exception {
    assertThat(run("mount", "-o", "remount,nr_inodes=4", disk.toString())).isTrue();
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () -> {
              for (int i = 0; i < 5; i++) {
                Files.createFile(disk.resolve("file" + i));
              }
            });
    assertThat(Files.getFileStore(disk).getUsableSpace()).isGreaterThan(500_000);

    try (Engine engine = Stores.open(directory.resolve("store"))) {
      assertThatExceptionOfType(StoreFullException.class)
          .isThrownBy(() -> engine.copyTo(disk.resolve("copy"), false))
          .withMessageContaining("a quota of bytes or files is used up");
    }
    try (Cairn cairn = Cairn.open(directory.resolve("store"))) {
      assertThatExceptionOfType(StoreFullException.class)
          .isThrownBy(() -> cairn.maintenance().copyTo(disk.resolve("copy"), CopyOptions.whole()))
          .withMessageContaining("a quota of bytes or files is used up");
    }
  }
}
