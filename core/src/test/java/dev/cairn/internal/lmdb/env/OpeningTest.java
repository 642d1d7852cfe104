package dev.cairn.internal.lmdb.env;

import static dev.cairn.StoreOpenException.Reason.MISSING;
import static dev.cairn.StoreOpenException.Reason.NEWER_FORMAT;
import static dev.cairn.StoreOpenException.Reason.NOT_A_STORE;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.FileTree;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.lmdb.ForeignProgram;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that opening creates a missing store, and refuses paths and files that are not a store in a
 * known format.
 */
class OpeningTest {
  @TempDir Path directory;

  /** Opens what cannot be opened, and checks that it is told why and that nothing has changed. */
  private void refused(Path path, LmdbOptions options, Reason reason, String message) {
    FileTree before = FileTree.of(directory);
    StoreOpenException refused =
        catchThrowableOfType(
            StoreOpenException.class, () -> LmdbEngine.open(path, options).close());
    assertThat(refused).as("refused").isNotNull();
    assertThat(refused.reason()).as(refused.getMessage()).isEqualTo(reason);
    assertThat(refused).hasMessageContaining(path.toString()).hasMessageContaining(message);
    assertThat(FileTree.of(directory)).isEqualTo(before);
  }

  private void refused(Path path, Reason reason, String message) {
    refused(path, LmdbOptions.defaults(), reason, message);
  }

  @Test
  void aStoreIsCreatedWithItsParentsForItsOwnerOnly() throws IOException {
    Path store = directory.resolve("a/b/störe ☃");
    try (Engine engine = Stores.open(store)) {
      put(engine, "key", "value");
    }
    for (Path path = store; !path.equals(directory); path = path.getParent()) {
      assertThat(permissions(path)).isEqualTo("rwx------");
    }
    try (var files = Files.list(store)) {
      List<Path> made = files.toList();
      assertThat(made)
          .extracting(file -> file.getFileName().toString())
          .containsExactlyInAnyOrder("data.mdb", "lock.mdb", "writer.mark", "turn.lock");
      assertThat(made).allMatch(file -> permissions(file).equals("rw-------"));
    }
    try (Engine engine = Stores.open(store)) {
      assertThat(get(engine, "key")).isEqualTo("value");
    }
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aFileIsNoStore() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    refused(file, NOT_A_STORE, "is a file");
    refused(file, Stores.readOnly(), NOT_A_STORE, "is a file");
  }

  @Test
  void aDirectoryOfOtherThingsIsNotMadeAStore() throws IOException {
    Files.writeString(directory.resolve("letter.txt"), "text");
    refused(directory, NOT_A_STORE, "letter.txt");
  }

  @Test
  void aStoreThatIsNotThereIsNotCreatedForReading() {
    refused(directory, Stores.readOnly(), MISSING, "check the path");
    refused(directory.resolve("missing"), Stores.readOnly(), MISSING, "open it for writing");
  }

  @Test
  void whatIsNoDataFileIsRefused() throws IOException {
    Path store = Files.createDirectory(directory.resolve("store"));
    Files.createDirectory(store.resolve("data.mdb"));
    refused(store, NOT_A_STORE, "no regular file");
  }

  @Test
  void garbageIsNoStore() throws IOException {
    Random random = new Random(7);
    for (int size : new int[] {200, 4096, 8192, 100_000}) {
      byte[] garbage = new byte[size];
      random.nextBytes(garbage);
      Files.write(directory.resolve("data.mdb"), garbage);
      refused(directory, NOT_A_STORE, "does not begin as an LMDB file");
    }
    Files.writeString(directory.resolve("data.mdb"), "{\"sites\": {}}\n".repeat(1000));
    refused(directory, NOT_A_STORE, "does not begin as an LMDB file");
  }

  @Test
  void anEnvironmentOfAnotherProgramIsNoStore() throws IOException {
    for (String database : new String[] {"theirs", "data"}) {
      Path store = Files.createDirectory(directory.resolve(database));
      ForeignProgram.put(store, database, bytes("key"), bytes("value"));
      refused(store, NOT_A_STORE, "another program");
      refused(store, Stores.readOnly(), NOT_A_STORE, "another program");
    }
  }

  @Test
  void aNewerStoreFormatIsRefused() {
    Stores.open(directory).close();
    ForeignProgram.put(directory, "data", new byte[] {0}, bytes("Cairn store, format 2"));
    refused(directory, NEWER_FORMAT, "format 2, and this version of Cairn reads formats up to 1");
  }

  @Test
  void aNewerDataFormatOfLmdbIsRefused() throws IOException {
    Stores.open(directory).close();
    Path data = directory.resolve("data.mdb");
    byte[] content = Files.readAllBytes(data);
    ByteBuffer newer = ByteBuffer.wrap(content).order(ByteOrder.nativeOrder());
    newer.putInt(20, 2).putInt(4096 + 20, 2); // the version of both meta pages
    Files.write(data, content);
    refused(directory, NEWER_FORMAT, "data format is 2");
  }

  @Test
  void aReadOnlyStoreReadsWhatOthersWriteAndRefusesToWrite() {
    try (OtherJvm writer = EngineProgram.with(directory);
        Engine engine = Stores.openReadOnly(directory)) {
      assertThat(engine.readOnly()).isTrue();
      writer.ask("put", "key", "value");
      assertThat(get(engine, "key")).isEqualTo("value");
      assertThat(engine.version()).isEqualTo(Long.parseLong(writer.ask("version")));
      StorageException refused =
          catchThrowableOfType(StorageException.class, () -> put(engine, "key", "other"));
      assertThat(refused).hasMessageContaining("reading only");
      engine.flush();
    }
  }

  @Test
  void anInterruptedThreadOpensAndStaysInterrupted() {
    Thread.currentThread().interrupt();
    Engine engine = Stores.open(directory);
    assertThat(Thread.interrupted()).isTrue();
    try (engine) {
      put(engine, "key", "value");
      assertThat(engine.version()).isEqualTo(2);
    }
  }

  @Test
  void leftoversOfACreatorThatWasKilledAreRemovedOnceTheyAreOld() throws IOException {
    Path old = Files.createDirectory(directory.resolve(".new-old"));
    Path fresh = Files.createDirectory(directory.resolve(".new-fresh"));
    Files.write(old.resolve("data.mdb"), new byte[10]);
    Files.write(old.resolve("lock.mdb"), new byte[10]);
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
    Stores.open(directory).close();
    assertThat(old).doesNotExist();
    assertThat(fresh).exists();
  }

  @Test
  void severalProcessesThatCreateTheSameStoreAtOnceAllSucceed() {
    List<OtherJvm> children = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      children.add(EngineProgram.start());
    }
    children.forEach(child -> child.expect("what?", "warm up"));
    for (int round = 0; round < 8; round++) {
      Path store = directory.resolve("round" + round).resolve("store");
      children.forEach(child -> child.send("open", store));
      children.forEach(child -> assertThat(child.line()).isEqualTo("opened"));
      children.forEach(child -> child.ask("put", "from" + child.pid(), "value"));
      children.forEach(child -> child.expect("closed", "close"));
      try (Engine engine = Stores.open(store)) {
        assertThat(keys(engine)).hasSize(3);
      }
      assertThat(store.toFile().list()).hasSize(4);
    }
    children.forEach(OtherJvm::close);
  }

  /** The check reads pages that the writer may use anew meanwhile; the faster it is, the sooner. */
  @Test
  void aStoreThatIsWrittenToAtFullSpeedCanBeOpened() throws IOException {
    Path memory = Path.of("/dev/shm");
    Path place = Files.isWritable(memory) ? Files.createTempDirectory(memory, "cairn") : directory;
    try (OtherJvm writer = EngineProgram.with(place.resolve("store"));
        OtherJvm opener = EngineProgram.start()) {
      writer.send("writeForever", 2);
      opener.expect("opened", "openOften", place.resolve("store"), 100);
    } finally {
      FileTree.delete(place.resolve("store"));
      Files.delete(place);
    }
  }

  @Test
  void aBadOptionIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Stores.withMap(1000));
    assertThatIllegalArgumentException().isThrownBy(() -> Stores.withReaders(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LmdbEngine.open(null, LmdbOptions.defaults()));
  }
}
