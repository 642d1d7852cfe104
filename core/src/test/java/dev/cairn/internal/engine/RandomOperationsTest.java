package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.LONG;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.engine.View.Order;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that random writes, reads, scans and snapshots have the same results as on a {@link
 * TreeMap}. The seed is the test's argument.
 */
@Tag("slow")
class RandomOperationsTest {
  private static final Comparator<byte[]> UNSIGNED = Arrays::compareUnsigned;
  private static final int WRITES = 250;

  private static final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private record Held(Snapshot snapshot, NavigableMap<byte[], byte[]> state) {}

  private Random random;
  private int keyBytes;
  private NavigableMap<byte[], byte[]> state;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void behavesAsASortedMap(long seed, @TempDir Path directory) {
    random = new Random(seed);
    keyBytes = seed % 2 == 0 ? 2 : 300; // many keys to a page, or few
    state = new TreeMap<>(UNSIGNED);
    List<Held> held = new ArrayList<>();
    Engine engine = Stores.open(directory);
    try {
      for (int i = 0; i < WRITES; i++) {
        write(engine);
        if (random.nextInt(10) == 0 && held.size() < 5) {
          held.add(new Held(engine.snapshot(), copy(state)));
        }
        if (!held.isEmpty() && random.nextInt(6) == 0) {
          Held one = held.remove(random.nextInt(held.size()));
          read(one.snapshot, one.state);
          one.snapshot.close();
        }
        if (held.isEmpty() && random.nextInt(20) == 0) {
          engine.close();
          engine = Stores.open(directory);
        }
      }
      for (Held one : held) {
        read(one.snapshot, one.state);
        one.snapshot.close();
      }
      try (Snapshot last = engine.snapshot()) {
        read(last, state);
      }
    } finally {
      engine.close();
    }
  }

  private static NavigableMap<byte[], byte[]> copy(Map<byte[], byte[]> state) {
    NavigableMap<byte[], byte[]> copy = new TreeMap<>(UNSIGNED);
    copy.putAll(state);
    return copy;
  }

  private void write(Engine engine) {
    NavigableMap<byte[], byte[]> after = copy(state);
    after.put(new byte[] {0}, Stores.bytes("Cairn store, format 1"));
    boolean fails = random.nextInt(8) == 0;
    Random replayed = random;
    Write<Void> write =
        batch -> {
          int operations = 1 + replayed.nextInt(40);
          for (int i = 0; i < operations; i++) {
            operate(batch, after);
          }
          if (fails) {
            throw new Failure();
          }
          return null;
        };
    if (fails) {
      assertThatThrownBy(() -> engine.write(write, LONG)).isInstanceOf(Failure.class);
    } else {
      engine.write(write, LONG);
      after.remove(new byte[] {0});
      state = after;
    }
  }

  private void operate(Batch batch, NavigableMap<byte[], byte[]> now) {
    int kind = random.nextInt(100);
    if (kind < 55) {
      put(batch, now, key());
    } else if (kind < 80) {
      byte[] key = key();
      assertThat(batch.delete(key)).isEqualTo(now.remove(key) != null);
    } else if (kind < 90) {
      byte[] key = key();
      assertThat(batch.get(key)).isEqualTo(now.get(key));
    } else if (kind < 95) {
      walk(batch, now, range(), order());
    } else {
      changeWhileWalking(batch, now);
    }
  }

  private void put(Batch batch, Map<byte[], byte[]> now, byte[] key) {
    byte[] value = value();
    assertThat(batch.put(key, value)).isEqualTo(!Arrays.equals(now.put(key, value), value));
  }

  /** A walk goes on from where it is, through what is there by then. */
  private void changeWhileWalking(Batch batch, NavigableMap<byte[], byte[]> now) {
    Order order = order();
    Range range = range();
    byte[] at = null;
    try (Cursor cursor = batch.scan(range, order)) {
      for (int i = random.nextInt(60); i > 0; i--) {
        Map.Entry<byte[], byte[]> expected = next(inRange(now, range), at, order);
        assertThat(cursor.next()).isEqualTo(expected != null);
        if (expected == null) {
          return;
        }
        at = cursor.key();
        assertThat(at).isEqualTo(expected.getKey());
        byte[] value = expected.getValue();
        for (int changes = random.nextInt(3); changes > 0; changes--) {
          byte[] key = random.nextInt(3) > 0 && at[0] != 0 ? at : key();
          if (random.nextBoolean()) {
            assertThat(batch.delete(key)).isEqualTo(now.remove(key) != null);
          } else {
            put(batch, now, key);
          }
        }
        // The entry stays what it was when the walk came to it.
        assertThat(cursor.value()).isEqualTo(value);
      }
    }
  }

  private static Map.Entry<byte[], byte[]> next(
      NavigableMap<byte[], byte[]> entries, byte[] at, Order order) {
    if (order == Order.ASCENDING) {
      return at == null ? entries.firstEntry() : entries.higherEntry(at);
    }
    return at == null ? entries.lastEntry() : entries.lowerEntry(at);
  }

  private void read(Snapshot snapshot, NavigableMap<byte[], byte[]> expected) {
    NavigableMap<byte[], byte[]> all = copy(expected);
    all.put(new byte[] {0}, Stores.bytes("Cairn store, format 1"));
    walk(snapshot, all, new Range(new byte[0], null), order());
    for (int i = 0; i < 20; i++) {
      byte[] key = key();
      assertThat(snapshot.get(key)).isEqualTo(all.get(key));
      walk(snapshot, all, range(), order());
    }
  }

  private void walk(View view, NavigableMap<byte[], byte[]> expected, Range range, Order order) {
    NavigableMap<byte[], byte[]> entries = inRange(expected, range);
    if (order == Order.DESCENDING) {
      entries = entries.descendingMap();
    }
    try (Cursor cursor = view.scan(range, order)) {
      for (Map.Entry<byte[], byte[]> entry : entries.entrySet()) {
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.key()).isEqualTo(entry.getKey());
        assertThat(cursor.value()).isEqualTo(entry.getValue());
      }
      assertThat(cursor.next()).isFalse();
    }
  }

  private static NavigableMap<byte[], byte[]> inRange(
      NavigableMap<byte[], byte[]> entries, Range range) {
    byte[] before = range.before();
    if (before == null) {
      return entries.tailMap(range.from(), true);
    }
    return UNSIGNED.compare(range.from(), before) < 0
        ? entries.subMap(range.from(), true, before, false)
        : new TreeMap<>(UNSIGNED);
  }

  private Order order() {
    return random.nextBoolean() ? Order.ASCENDING : Order.DESCENDING;
  }

  private Range range() {
    byte[] from = random.nextInt(4) == 0 ? new byte[0] : key();
    return new Range(from, random.nextInt(4) == 0 ? null : key());
  }

  /** Picks one of a few hundred keys; never the first row's. */
  private byte[] key() {
    byte[] key = new byte[1 + random.nextInt(keyBytes)];
    new Random(random.nextInt(250)).nextBytes(key);
    key[0] |= 1;
    return key;
  }

  private byte[] value() {
    int size = random.nextInt(20) == 0 ? random.nextInt(30_000) : random.nextInt(200);
    byte[] value = new byte[random.nextInt(10) == 0 ? 0 : size];
    random.nextBytes(value);
    return value;
  }
}
