package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a process notices if the file that it has mapped is no longer the one that others use.
 * The causes are copies between the layers of an image, replacements, and second lock files.
 */
@Tag("slow")
class OtherFilesTest {
  @TempDir Path directory;
  private final Mounts mounts = new Mounts();

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    mounts.removeAll();
  }

  private Path lower() throws IOException {
    Path lower = Files.createDirectory(directory.resolve("lower"));
    try (OtherJvm image = EngineProgram.with(lower.resolve("store"))) {
      image.ask("put", "key", "old");
    }
    return lower;
  }

  /** Mounts layers as a container's file system has them. */
  private Path overlay(Path lower) throws IOException, InterruptedException {
    Path upper = Files.createDirectory(directory.resolve("upper"));
    Path work = Files.createDirectory(directory.resolve("work"));
    Path merged = Files.createDirectory(directory.resolve("merged"));
    String layers = "lowerdir=%s,upperdir=%s,workdir=%s".formatted(lower, upper, work);
    mounts.mount("-t", "overlay", "-o", layers, "overlay", merged.toString());
    return merged;
  }

  @Test
  void aReaderOfAnImageSeesWhatIsWrittenToItsCopy() throws Exception {
    Path store = overlay(lower()).resolve("store");
    try (Engine reader = Stores.openReadOnly(store)) {
      assertThat(get(reader, "key")).isEqualTo("old");
      try (OtherJvm writer = EngineProgram.with(store)) {
        for (int i = 0; i < 4; i++) {
          writer.ask("put", "key", "new" + i);
          assertThat(get(reader, "key")).isEqualTo("new" + i);
        }
      }
    }
  }

  @Test
  void aStoreInAContainersOwnLayerIsReadAndWritten() throws Exception {
    Path store = overlay(Files.createDirectory(directory.resolve("lower"))).resolve("store");
    try (OtherJvm writer = EngineProgram.with(store);
        Engine reader = Stores.openReadOnly(store)) {
      for (int i = 0; i < 4; i++) {
        writer.ask("put", "key", "new" + i);
        assertThat(get(reader, "key")).isEqualTo("new" + i);
      }
    }
  }

  /**
   * A file with two names, as in images that store equal files once, is another one when copied.
   */
  @Test
  void aStoreOfAnImageIsOpenedOnceInAJvmAlthoughItsFileBecomesAnotherByThat() throws Exception {
    Path image = lower();
    Files.createLink(image.resolve("equal"), image.resolve("store").resolve("data.mdb"));
    Path store = overlay(image).resolve("store");
    try (Engine one = Stores.open(store);
        Engine two = Stores.open(store)) {
      put(one, "key", "new");
      assertThat(two.statistics().commits()).as("one engine").isEqualTo(1);
      assertThat(get(two, "key")).isEqualTo("new");
    }
  }

  /** As a copy-up does it for a process that has the file open already. */
  @Test
  void aReaderOfADataFileThatWasReplacedFailsAtTheNextCommit() throws Exception {
    Path store = directory.resolve("store");
    try (OtherJvm first = EngineProgram.with(store)) {
      first.ask("put", "key", "old");
    }
    try (Engine reader = Stores.openReadOnly(store)) {
      Path data = store.resolve("data.mdb");
      Files.copy(data, directory.resolve("copy"));
      Files.move(directory.resolve("copy"), data, StandardCopyOption.REPLACE_EXISTING);
      try (Snapshot before = reader.snapshot();
          OtherJvm writer = EngineProgram.with(store)) {
        for (int i = 0; i < 4; i++) {
          writer.ask("put", "key", "new" + i);
          assertThatExceptionOfType(StorageException.class)
              .isThrownBy(() -> get(reader, "key"))
              .withMessageContaining(store.toString())
              .withMessageContaining("was replaced");
        }
        assertThat(get(before, "key")).isEqualTo("old");
      }
    }
    try (Engine reader = Stores.openReadOnly(store)) {
      assertThat(get(reader, "key")).isEqualTo("new3");
    }
  }

  /** The same data file with two lock files: neither process sees the readers of the other one. */
  @Test
  void processesWithTwoLockFilesForOneDataFileAreRefused() throws Exception {
    Path store = directory.resolve("store");
    Path linked = Files.createDirectory(directory.resolve("linked"));
    try (OtherJvm writer = EngineProgram.with(store)) {
      writer.ask("put", "key", "old");
      Files.createLink(linked.resolve("data.mdb"), store.resolve("data.mdb"));
      try (Engine reader = Stores.open(linked);
          Snapshot snapshot = reader.snapshot()) {
        assertThat(get(snapshot, "key")).isEqualTo("old");
        writer.ask("put", "key", "new");
        writer.ask("put", "key", "newer");
        for (ThrowingCallable call :
            List.<ThrowingCallable>of(
                () -> get(snapshot, "key"),
                () -> get(reader, "key"),
                () -> put(reader, "mine", "lost"))) {
          assertThatExceptionOfType(StorageException.class).isThrownBy(call);
        }
      }
      writer.ask("put", "key", "newest");
      assertThat(writer.ask("get", "key")).isEqualTo("newest");
    }
  }
}
