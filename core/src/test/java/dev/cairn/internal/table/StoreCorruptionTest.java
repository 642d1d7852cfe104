package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.BY_AUTHOR;
import static dev.cairn.internal.table.OpenStore.NOTES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.CorruptRecordException;
import dev.cairn.internal.key.TupleWriter;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Scan;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lmdbjava.ByteArrayProxy;
import org.lmdbjava.Dbi;
import org.lmdbjava.Env;
import org.lmdbjava.Txn;

/**
 * Tests that a damaged value causes a {@link CorruptRecordException} that names table and key, and
 * is never returned as a wrong value.
 */
class StoreCorruptionTest {
  private static final Note NOTE = Note.of("good");

  private Path directory;
  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path fresh) {
    directory = fresh;
    store = OpenStore.in(directory);
    store.put(NOTE, Note.of("other"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Changes a stored value behind the store's back. */
  private void damage(UnaryOperator<byte[]> change) {
    store.close();
    try (Env<byte[]> env =
        Env.create(ByteArrayProxy.PROXY_BA).setMaxDbs(2).open(new File(directory.toString()))) {
      Dbi<byte[]> data = env.openDbi("data");
      try (Txn<byte[]> txn = env.txnWrite()) {
        byte[] key = key();
        data.put(txn, key, change.apply(data.get(txn, key)));
        txn.commit();
      }
    }
    store = OpenStore.in(directory);
  }

  /** The key of the note: the first table's id is 1. */
  private static byte[] key() {
    return new TupleWriter().writeLong(1).writeString("").writeString("good").toBytes();
  }

  private static void assertCorrupt(ThrowingCallable use) {
    assertThatExceptionOfType(CorruptRecordException.class)
        .isThrownBy(use)
        .satisfies(e -> assertThat(e.table()).isEqualTo("notes"))
        .satisfies(e -> assertThat(e.key()).contains("good"))
        .withMessageContainingAll("table 'notes'", "\"good\"");
  }

  @Test
  void whicheverByteIsFlippedIsNoticed() {
    int[] length = new int[1];
    damage(
        value -> {
          length[0] = value.length;
          return value;
        });
    assertThat(store.here.get(NOTES, "good")).contains(NOTE);
    assertThat(length[0]).isGreaterThan(10);

    for (int i = 0; i < length[0]; i++) {
      int at = i;
      damage(value -> flipped(value, at));
      assertCorrupt(() -> store.here.get(NOTES, "good"));
      damage(value -> flipped(value, at));
    }
    assertThat(store.here.get(NOTES, "good")).contains(NOTE);
  }

  private static byte[] flipped(byte[] value, int at) {
    byte[] changed = value.clone();
    changed[at] ^= (byte) (1 << (at % 8));
    return changed;
  }

  @Test
  void aValueThatIsCutOffOrEmptyIsNoticed() {
    damage(value -> Arrays.copyOf(value, value.length - 1));
    assertCorrupt(() -> store.here.get(NOTES, "good"));

    damage(value -> new byte[0]);
    assertCorrupt(() -> store.here.get(NOTES, "good"));
  }

  @Test
  void aScanDoesNotCompleteAValueByTheOneBeforeIt() {
    store.put(new Note("a" + " b".repeat(200), "ann", 1, NOTE.at()));
    byte[][] whole = new byte[1][];
    damage(value -> whole[0] = value);

    for (int length = 0; length < whole[0].length; length++) {
      int kept = length;
      damage(value -> Arrays.copyOf(whole[0], kept));
      assertCorrupt(() -> store.keys(Scan.all()));
    }
  }

  @Test
  void everyWayOfReadingNoticesAndTheOtherRowsAreReadable() {
    damage(value -> flipped(value, value.length - 1));

    assertCorrupt(() -> store.get(NOTES, "good"));
    assertCorrupt(() -> store.keys(Scan.all()));
    assertCorrupt(() -> store.keys(BY_AUTHOR, Scan.all()));
    assertCorrupt(() -> store.write(tx -> tx.update(NOTES, "good", old -> NOTE)));
    assertThat(store.here.get(NOTES, "other")).contains(Note.of("other"));
    assertThat(store.count(Scan.all())).isEqualTo(2);
  }

  @Test
  void aDamagedRowCanBeDeletedWithItsIndexEntries() {
    damage(value -> flipped(value, value.length - 1));

    store.write(tx -> assertThat(tx.remove(NOTES, "good")).isTrue());

    assertThat(store.here.get(NOTES, "good")).isEmpty();
    assertThat(store.keys(BY_AUTHOR, Scan.all())).containsExactly("other");
    assertThat(store.count(OpenStore.BY_WORD, Scan.all())).isEqualTo(1);
  }

  @Test
  void aDamagedRowCanBeReplaced() {
    damage(value -> flipped(value, 7));

    store.put(Note.by("bob", "good"));

    assertThat(store.here.get(NOTES, "good")).contains(Note.by("bob", "good"));
    assertThat(store.keys(BY_AUTHOR, Scan.all())).containsExactly("other", "good");
    assertThat(store.count(OpenStore.BY_WORD, Scan.all())).isEqualTo(2);
  }
}
