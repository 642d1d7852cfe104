package dev.cairn.internal.lmdb.env;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.FileTree;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.lmdb.LmdbEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that damage which would crash the JVM inside LMDB's memory map causes an exception instead.
 */
class DamagedStoreTest {
  private static final int PAGE = 4096;

  @TempDir Path directory;
  private Path data;

  /** A store whose last pages hold a value. */
  private byte[] store() throws IOException {
    data = directory.resolve("data.mdb");
    try (Engine engine = Stores.open(directory)) {
      for (int i = 0; i < 20; i++) {
        String prefix = "key" + i + ".";
        engine.write(
            batch -> {
              for (int n = 0; n < 50; n++) {
                batch.put(bytes(prefix + n), new byte[300]);
              }
              return null;
            },
            LONG);
      }
      engine.write(batch -> batch.put(bytes("last"), new byte[50 * PAGE]), LONG);
    }
    return Files.readAllBytes(data);
  }

  private StoreOpenException refused(LmdbOptions options) {
    FileTree before = FileTree.of(directory);
    StoreOpenException refused =
        catchThrowableOfType(
            StoreOpenException.class, () -> LmdbEngine.open(directory, options).close());
    assertThat(refused).as("refused").isNotNull();
    assertThat(FileTree.of(directory)).isEqualTo(before);
    return refused;
  }

  @Test
  void aTruncatedStoreIsRefusedAndNotChanged() throws IOException {
    byte[] whole = store();
    int[] lengths = {
      0,
      1,
      100,
      PAGE - 1,
      PAGE,
      PAGE + 1,
      2 * PAGE - 1,
      2 * PAGE,
      2 * PAGE + 1,
      3 * PAGE,
      10 * PAGE,
      whole.length / 2,
      whole.length - 20 * PAGE,
      whole.length - 10 * PAGE - 1
    };
    for (int length : lengths) {
      try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
        channel.truncate(length);
      }
      for (LmdbOptions options :
          new LmdbOptions[] {LmdbOptions.defaults(), Stores.readOnly(), Stores.withMap(1 << 20)}) {
        StoreOpenException refused = refused(options);
        assertThat(refused.reason()).as("%d bytes", length).isEqualTo(Reason.DAMAGED);
        assertThat(refused)
            .hasMessageContaining(data + " is damaged")
            .hasMessageContaining("Restore the store from a dump or a copy");
      }
      Files.write(data, whole);
    }
    try (Engine engine = Stores.open(directory)) {
      assertThat(keys(engine)).hasSize(1001);
    }
  }

  @Test
  void aHoleInPlaceOfTheHeaderIsNoStore() throws IOException {
    byte[] whole = store();
    System.arraycopy(new byte[2 * PAGE], 0, whole, 0, 2 * PAGE);
    Files.write(data, whole);
    assertThat(refused(LmdbOptions.defaults()).reason()).isEqualTo(Reason.NOT_A_STORE);
  }

  /** To read headers of any content ends, and with an exception of the family. */
  @Test
  void headersOfNonsenseAreRefusedOrHarmless() throws IOException {
    byte[] whole = store();
    Random random = new Random(11);
    int refusals = 0;
    for (int round = 0; round < 300; round++) {
      byte[] broken = whole.clone();
      int changes = 1 + random.nextInt(8);
      for (int i = 0; i < changes; i++) {
        broken[random.nextInt(2) * PAGE + random.nextInt(160)] = (byte) random.nextInt();
      }
      Files.write(data, broken);
      try {
        Probe.check(directory);
      } catch (StoreOpenException e) {
        refusals++;
      }
    }
    assertThat(refusals).isGreaterThan(50);
  }

  @Test
  void pageNumbersBeyondAllFilesAreDamage() throws IOException {
    byte[] whole = store();
    for (long page : new long[] {1L << 40, 1L << 51, (1L << 52) - 1, Long.MAX_VALUE, -1, -2}) {
      byte[] broken = whole.clone();
      ByteBuffer headers = ByteBuffer.wrap(broken).order(ByteOrder.nativeOrder());
      for (int header : new int[] {0, PAGE}) {
        headers.putLong(header + 128, page); // the root of the main database
        headers.putLong(header + 136, Long.MAX_VALUE); // the last page
      }
      Files.write(data, broken);
      Reason reason = refused(LmdbOptions.defaults()).reason();
      assertThat(reason).isEqualTo(page == -1 ? Reason.NOT_A_STORE : Reason.DAMAGED); // -1: empty
    }
  }

  /** Pages that one transaction both took and freed are counted, but never written. */
  @Test
  void aSoundStoreThatIsShorterThanItsHeaderSaysIsOpened() throws IOException {
    store();
    try (Engine engine = Stores.open(directory)) {
      engine.write(
          batch -> {
            batch.put(bytes("passing"), new byte[5 << 20]);
            batch.delete(bytes("passing"));
            return batch.put(bytes("stays"), bytes("value"));
          },
          LONG);
    }
    assertThat(Files.size(data)).as("pages that LMDB counts are missing").isLessThan(5 << 20);
    for (int i = 0; i < 3; i++) {
      try (Engine engine = Stores.open(directory)) {
        assertThat(keys(engine)).hasSize(1002 + Math.min(i, 1));
        assertThat(get(engine, "stays")).isEqualTo("value");
        put(engine, "more", "" + i);
      }
    }
    // A page less, one in use, and it is damaged.
    byte[] whole = Files.readAllBytes(data);
    try (FileChannel channel = FileChannel.open(data, StandardOpenOption.WRITE)) {
      channel.truncate(whole.length - 20 * PAGE);
    }
    assertThat(refused(LmdbOptions.defaults()).reason()).isEqualTo(Reason.DAMAGED);
  }
}
