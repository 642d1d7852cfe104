package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.View.Order;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a store on a read-only mount is opened only if nobody can write to it. Readers cannot
 * register there, so writers would not know of them.
 */
@Tag("slow")
class ReadOnlyMountTest {
  @TempDir Path directory;
  private final Mounts mounts = new Mounts();
  private Path store;
  private Path mounted;

  @BeforeEach
  void create() throws IOException {
    store = directory.resolve("store");
    mounted = Files.createDirectory(directory.resolve("mounted"));
  }

  @AfterEach
  void unmount() throws IOException, InterruptedException {
    mounts.removeAll();
  }

  private static void refused(Path path) {
    StoreOpenException refused =
        catchThrowableOfType(StoreOpenException.class, () -> Stores.openReadOnly(path).close());
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(Reason.NO_PERMISSION);
    assertThat(refused)
        .hasMessageContaining(path.toString())
        .hasMessageContaining("lock.mdb, in which readers register, is on a read-only mount")
        .hasMessageContaining("CairnOptions.readOnly()")
        .hasMessageContaining("cairn copy");
  }

  @Test
  void aReadOnlyMountOfFilesThatOthersCanWriteIsRefused() throws Exception {
    try (OtherJvm writer = EngineProgram.with(store)) {
      writer.ask("put", "key", "value");
      mounts.bindReadOnly(store, mounted);
      refused(mounted);
      // A snapshot that pins pages would pin nothing.
      assertThatExceptionOfType(StoreOpenException.class)
          .isThrownBy(() -> StorePages.pinned(mounted));
      // As long as the mount cannot be written through, it makes no difference whether one writes.
      writer.expect("closed", "close");
      refused(mounted);
      Files.delete(store.resolve("lock.mdb"));
      refused(mounted);
      assertThat(store.resolve("lock.mdb")).doesNotExist();
    }
  }

  @Test
  void aLockFileThatIsMountedReadOnlyByItselfIsRefused() throws Exception {
    try (OtherJvm writer = EngineProgram.with(store)) {
      writer.ask("put", "key", "value");
    }
    mounts.bindReadOnly(store.resolve("lock.mdb"), store.resolve("lock.mdb"));
    refused(store);
  }

  @Test
  void aFileSystemThatShowsFilesOfAnotherIsRefusedAlthoughItIsReadOnlyItself() throws Exception {
    try (OtherJvm writer = EngineProgram.with(store)) {
      writer.ask("put", "key", "value");
      Path empty = Files.createDirectory(directory.resolve("empty"));
      String layers = "lowerdir=%s:%s".formatted(store, empty);
      mounts.mount("-t", "overlay", "-o", layers, "overlay", mounted.toString());
      refused(mounted);
    }
  }

  @Test
  void aFileSystemThatNobodyCanWriteIsReadUntilSomebodyCan() throws Exception {
    mounts.mount("-t", "tmpfs", "-o", "size=4m", "cairn-test", mounted.toString());
    Path sealed = mounted.resolve("store");
    try (OtherJvm writer = EngineProgram.with(sealed)) {
      writer.ask("put", "key", "old");
    }
    mounts.remount("ro", mounted);
    try (Engine engine = Stores.openReadOnly(sealed)) {
      assertThat(get(engine, "key")).isEqualTo("old");
      try (Snapshot snapshot = engine.snapshot();
          Cursor cursor = snapshot.scan(Stores.ALL, Order.ASCENDING)) {
        assertThat(cursor.next()).isTrue();
        mounts.remount("rw", mounted);
        assertThat(get(snapshot, "key")).isEqualTo("old");
        // This JVM has the store open without slots, whatever the mount is like now.
        try (OtherJvm writer = EngineProgram.with(sealed)) {
          writer.ask("put", "key", "new");
        }
        overtaken(() -> get(snapshot, "key"));
        overtaken(cursor::next);
        overtaken(cursor::value);
      }
      overtaken(engine::version);
      overtaken(engine::snapshot);
      overtaken(() -> engine.copyTo(directory.resolve("copy"), false));
      assertThat(directory.resolve("copy")).doesNotExist();
    }
    try (Engine engine = Stores.openReadOnly(sealed)) {
      assertThat(get(engine, "key")).isEqualTo("new");
      assertThat(keys(engine)).containsExactly("key");
    }
  }

  private static void overtaken(ThrowingCallable read) {
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(read)
        .withMessageContaining("another program has written to it since")
        .withMessageContaining("open it again");
  }
}
