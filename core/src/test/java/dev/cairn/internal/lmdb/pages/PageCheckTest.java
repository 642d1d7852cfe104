package dev.cairn.internal.lmdb.pages;

import static dev.cairn.internal.engine.Stores.ALL;
import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Batch;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.engine.View.Order;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that {@link PageCheck} reports no damage in a sound file, and visits every row. */
class PageCheckTest {
  private static final List<String> DATABASES = List.of("data", "changes");

  @TempDir Path directory;

  /** Checks all pages of the last commit. */
  private Found check() throws IOException, FormatException {
    Found found = new Found();
    try (DataFile file = DataFile.openDamaged(directory.resolve("data.mdb"))) {
      PageCheck check = new PageCheck(file, file.newest(), false, found);
      check.headers();
      check.databases(DATABASES);
      check.freeList();
      check.account(true);
      found.use = check.use();
    }
    return found;
  }

  private static final class Found implements PageCheck.Visitor {
    final List<Damage> damages = new ArrayList<>();
    final Map<byte[], byte[]> data = new TreeMap<>(Arrays::compareUnsigned);
    PageUse use;

    @Override
    public void entry(String database, Entry entry) {
      if (database.equals("data")) {
        data.put(entry.key(), entry.value());
      }
    }

    @Override
    public void damaged(Damage damage) {
      damages.add(damage);
    }
  }

  private static void assertSound(Engine engine, Found found) {
    assertThat(found.damages).isEmpty();
    try (Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.scan(ALL, Order.ASCENDING)) {
      int rows = 0;
      while (cursor.next()) {
        assertThat(found.data.get(cursor.key())).isEqualTo(cursor.value());
        rows++;
      }
      assertThat(found.data).hasSize(rows);
    }
  }

  @Test
  void aNewStore() throws Exception {
    try (Engine engine = Stores.open(directory)) {
      assertSound(engine, check());
    }
  }

  @Test
  void bigValues() throws Exception {
    try (Engine engine = Stores.open(directory)) {
      for (int size : new int[] {2000, 4080, 4081, 10_000, 8176, 8177, 300_000}) {
        engine.write(batch -> batch.put(bytes("big" + size), new byte[size]), LONG);
      }
      assertSound(engine, check());
      engine.write( // a shorter value on the pages of a longer one
          batch -> {
            batch.put(bytes("shrunk"), new byte[50_000]);
            return batch.put(bytes("shrunk"), new byte[20_000]);
          },
          LONG);
      assertSound(engine, check());
    }
  }

  @Test
  void manyDeletes() throws Exception {
    try (Engine engine = Stores.open(directory)) {
      engine.write(batch -> fill(batch, 0, 5000), LONG);
      for (int i = 0; i < 5000; i += 500) {
        int from = i;
        engine.write(
            batch -> {
              for (int n = from; n < from + 500; n++) {
                batch.delete(bytes("key" + n));
              }
              return "";
            },
            LONG);
        assertSound(engine, check());
      }
      assertThat(check().use.free()).isGreaterThan(100);
    }
  }

  private static Object fill(Batch batch, int from, int to) {
    for (int n = from; n < to; n++) {
      batch.put(bytes("key" + n), new byte[n % 400]);
    }
    return "";
  }

  @Test
  void randomWrites() throws Exception {
    Random random = new Random(7);
    try (Engine engine = Stores.open(directory)) {
      for (int round = 0; round < 60; round++) {
        long seed = random.nextLong();
        engine.write(batch -> write(batch, new Random(seed)), LONG);
        assertSound(engine, check());
      }
    }
  }

  private static Object write(Batch batch, Random random) {
    int writes = random.nextInt(400);
    for (int i = 0; i < writes; i++) {
      byte[] key = new byte[1 + random.nextInt(random.nextInt(8) == 0 ? 511 : 6)];
      random.nextBytes(key);
      key[0] |= 1; // never equals the key {0}, which holds the store's format
      if (random.nextInt(3) == 0) {
        batch.delete(key);
      } else {
        batch.put(key, new byte[random.nextInt(random.nextInt(20) == 0 ? 40_000 : 300)]);
      }
    }
    return "";
  }
}
