package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.ALL;
import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static dev.cairn.internal.engine.Stores.get;
import static dev.cairn.internal.engine.Stores.keys;
import static dev.cairn.internal.engine.Stores.put;
import static dev.cairn.internal.engine.Stores.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.internal.engine.View.Order;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Tests that a snapshot never changes, and that its scans follow key order in both directions. */
class SnapshotTest extends OpenEngine {
  @Test
  void aSnapshotNeverShowsALaterWrite() {
    put(engine, "old", "1");
    try (Snapshot before = engine.snapshot()) {
      put(engine, "old", "2");
      put(engine, "new", "3");

      assertThat(get(before, "old")).isEqualTo("1");
      assertThat(keys(before, ALL, Order.ASCENDING)).containsExactly("old");
      assertThat(before.version()).isEqualTo(engine.version() - 2);
    }
    assertThat(get(engine, "old")).isEqualTo("2");
  }

  @Test
  void aSnapshotBegunAfterAWriteShowsIt() {
    for (int i = 0; i < 200; i++) {
      put(engine, "key", "" + i);
      assertThat(get(engine, "key")).isEqualTo("" + i);
    }
  }

  @Test
  void aRangeIsWalkedInBothDirections() {
    for (String key : new String[] {"a", "b", "ba", "bb", "c", "d"}) {
      put(engine, key, key);
    }
    try (Snapshot snapshot = engine.snapshot()) {
      Range range = new Range(bytes("b"), bytes("c"));
      assertThat(keys(snapshot, range, Order.ASCENDING)).containsExactly("b", "ba", "bb");
      assertThat(keys(snapshot, range, Order.DESCENDING)).containsExactly("bb", "ba", "b");
      assertThat(keys(snapshot, Range.prefix(bytes("b")), Order.DESCENDING)).hasSize(3);
      assertThat(keys(snapshot, new Range(bytes("bb"), null), Order.ASCENDING))
          .containsExactly("bb", "c", "d");
      assertThat(keys(snapshot, new Range(bytes("bb"), null), Order.DESCENDING))
          .containsExactly("d", "c", "bb");
      assertThat(keys(snapshot, new Range(bytes("bc"), bytes("c")), Order.ASCENDING)).isEmpty();
      assertThat(keys(snapshot, new Range(bytes("bc"), bytes("c")), Order.DESCENDING)).isEmpty();
      assertThat(keys(snapshot, new Range(bytes("x"), bytes("z")), Order.DESCENDING)).isEmpty();
    }
  }

  @Test
  void nothingIsBeforeTheEmptyKey() {
    put(engine, "a", "1");
    try (Snapshot snapshot = engine.snapshot()) {
      Range none = new Range(new byte[0], new byte[0]);
      assertThat(keys(snapshot, none, Order.ASCENDING)).isEmpty();
      assertThat(keys(snapshot, none, Order.DESCENDING)).isEmpty();
    }
  }

  @Test
  void keysOrderAsUnsignedBytes() {
    byte[] low = {0x7F};
    byte[] high = {(byte) 0x80};
    engine.write(batch -> batch.put(high, low), LONG);
    engine.write(batch -> batch.put(low, low), LONG);
    try (Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.scan(new Range(low, null), Order.ASCENDING)) {
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(low);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.key()).isEqualTo(high);
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.next()).isFalse();
    }
  }

  @Test
  void aValueIsTheCallersOwnCopy() {
    put(engine, "key", "value");
    try (Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.scan(Range.prefix(bytes("key")), Order.ASCENDING)) {
      Arrays.fill(snapshot.get(bytes("key")), (byte) 0);
      assertThat(cursor.next()).isTrue();
      Arrays.fill(cursor.value(), (byte) 0);
      assertThat(text(cursor.value())).isEqualTo("value");
      assertThat(get(snapshot, "key")).isEqualTo("value");
    }
  }

  @Test
  void aClosedSnapshotIsRefusedAndSoAreItsCursors() {
    put(engine, "key", "value");
    Snapshot snapshot = engine.snapshot();
    Cursor cursor = snapshot.scan(ALL, Order.ASCENDING);
    assertThat(cursor.next()).isTrue();
    snapshot.close();
    snapshot.close();

    assertThatIllegalStateException().isThrownBy(() -> snapshot.get(bytes("key")));
    assertThatIllegalStateException().isThrownBy(() -> snapshot.scan(ALL, Order.ASCENDING));
    assertThatIllegalStateException().isThrownBy(() -> snapshot.changesSince(0));
    // Not false: a loop must not take the end of its snapshot for the end of the range.
    assertThatIllegalStateException().isThrownBy(cursor::next);
    assertThatIllegalStateException().isThrownBy(cursor::key);
    assertThatIllegalStateException().isThrownBy(cursor::value);
    cursor.close();
  }

  @Test
  void aCursorThatIsAtNoEntryHasNeitherKeyNorValue() {
    put(engine, "key", "value");
    try (Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.scan(Range.prefix(bytes("key")), Order.ASCENDING)) {
      assertThatIllegalStateException().isThrownBy(cursor::key);
      assertThat(cursor.next()).isTrue();
      assertThat(cursor.next()).isFalse();
      assertThatIllegalStateException().isThrownBy(cursor::key);
      assertThatIllegalStateException().isThrownBy(cursor::value);
    }
  }

  @Test
  void keysHaveOneTo511Bytes() {
    byte[] longest = new byte[511];
    Arrays.fill(longest, (byte) 'k');
    assertThat(engine.<Boolean>write(batch -> batch.put(longest, bytes("v")), LONG)).isTrue();
    try (Snapshot snapshot = engine.snapshot()) {
      assertThat(text(snapshot.get(longest))).isEqualTo("v");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> snapshot.get(new byte[512]))
          .withMessage("key of 512 bytes; 1 to 511 are allowed");
    }
    for (byte[] refused : new byte[][] {{}, new byte[512]}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.write(batch -> batch.put(refused, bytes("v")), LONG))
          .withMessageContaining("key of " + refused.length + " bytes");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.write(batch -> batch.delete(refused), LONG));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> engine.write(batch -> batch.get(refused), LONG));
    }
  }

  @Test
  void valuesMayBeEmptyOrLarge() {
    byte[] large = new byte[5 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 + (i >>> 12));
    }
    put(engine, "empty", "");
    boolean[] seen =
        engine.write(
            batch -> {
              batch.put(bytes("large"), large);
              // Within the batch it lies outside the memory map, after it inside.
              return new boolean[] {Arrays.equals(batch.get(bytes("large")), large)};
            },
            LONG);
    assertThat(seen).containsExactly(true);
    try (Snapshot snapshot = engine.snapshot();
        Cursor cursor = snapshot.scan(Range.prefix(bytes("large")), Order.ASCENDING)) {
      assertThat(get(snapshot, "empty")).isEmpty();
      assertThat(Arrays.equals(snapshot.get(bytes("large")), large)).isTrue();
      assertThat(cursor.next()).isTrue();
      assertThat(Arrays.equals(cursor.value(), large)).isTrue();
    }
  }
}
