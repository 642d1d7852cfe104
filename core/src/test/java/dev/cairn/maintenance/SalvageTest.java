package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.Leaf;
import dev.cairn.internal.lmdb.pages.Survey;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the salvage of a damaged store takes exactly the rows that can be read, even if pages
 * contradict each other.
 */
@Tag("slow")
class SalvageTest {
  private static final int PAGE = ByteRoles.PAGE;
  private static final int FLAGS_AT = 10;
  private static final int COUNT_AT = 12;
  private static final int OVERFLOW = 4;

  @TempDir private Path directory;

  private Path data() {
    return directory.resolve("data.mdb");
  }

  private VerifyReport verify() {
    return Maintenance.verify(directory, VerifyOptions.deep());
  }

  private SalvageReport salvage(Map<String, String> rows) throws IOException {
    try (StorePages pages = StorePages.open(directory)) {
      return Salvage.read(
          pages,
          (key, value) -> rows.put(ByteRoles.text(key), ByteRoles.text(value)),
          SalvageOptions.defaults());
    }
  }

  private Map<String, String> salvaged() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    SalvageReport unused = salvage(rows);
    return rows;
  }

  /** Pages that a value claims may be leaf pages of the same commit, and more than one value's. */
  @Test
  void overflowPagesThatAreSaidToBeMoreThanTheyAreHideNoOthers() throws IOException {
    SampleStore.create(directory);
    byte[] sound = Files.readAllBytes(data());
    ByteBuffer file = ByteBuffer.wrap(sound).order(ByteOrder.nativeOrder());
    Map<String, String> rows = salvaged();
    int raised = 0;
    for (int page : new ByteRoles(sound).pagesInUse().stream().toArray()) {
      int at = page * PAGE;
      if (file.getLong(at) != page || file.getShort(at + FLAGS_AT) != OVERFLOW) {
        continue;
      }
      int count = file.getInt(at + COUNT_AT);
      for (int more : new int[] {1, 2, 4, 8, 16, 32, 64}) {
        if ((count & more) == 0 && page + count + more < sound.length / PAGE) {
          raised++;
          byte[] damaged = sound.clone();
          ByteBuffer.wrap(damaged)
              .order(ByteOrder.nativeOrder())
              .putInt(at + COUNT_AT, count + more);
          Files.write(data(), damaged);
          assertThat(salvaged()).isEqualTo(rows);
          assertThat(verify().findings())
              .as("page %d, said to be %d pages", page, count + more)
              .anySatisfy(finding -> assertThat(finding.problem()).contains("overflow pages"))
              .noneSatisfy(finding -> assertThat(finding.problem()).contains("out of reach"));
        }
      }
    }
    assertThat(raised).isGreaterThan(10);
  }

  @Test
  void aTableMayHaveTheIdOfAnIndexThatWasDropped() throws IOException {
    record Zeta(String id, String text) {}
    Table<String, Zeta> zeta = Table.named("zeta").keyedBy(Keys.string()).holding(Zeta.class);
    try (Cairn cairn = Cairn.open(directory)) {
      SampleStore.Note note = new SampleStore.Note("note1", "topic", "text");
      cairn.memory().put(SampleStore.NOTES, "note1", note);
      assertThat(cairn.maintenance().forgetIndexes("notes")).containsExactly("by-topic");
      cairn
          .memory()
          .write(
              tx -> {
                for (int i = 0; i < 50; i++) {
                  tx.put(zeta, "zeta" + i, new Zeta("zeta" + i, "text " + i));
                }
              });
    }
    assertThat(verify().findings()).isEmpty();
    SalvageReport report = salvage(new TreeMap<>());
    assertThat(report.findings()).isEmpty();
    assertThat(report.tables())
        .anySatisfy(
            table -> {
              assertThat(table.table()).isEqualTo("zeta");
              assertThat(table.rows()).isEqualTo(50);
            });
  }

  @Test
  void aLengthThatTheOverflowPagesCannotHoldTakesNoMemory() throws IOException {
    SampleStore.create(directory);
    byte[] bytes = Files.readAllBytes(data());
    Entry big = bigEntry();
    int node = find(bytes, (int) big.page() * PAGE, big.key()) - 8;
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.nativeOrder())
        .putShort(node + 2, (short) (64 << 20 >>> 16));
    Files.write(data(), bytes);
    try (RandomAccessFile file = new RandomAccessFile(data().toFile(), "rw")) {
      file.setLength(128 << 20);
    }
    assertThat(entry(big.page(), big.key()).value()).isNull();
    assertThat(verify().sound()).isFalse();
  }

  private Entry bigEntry() throws IOException {
    try (StorePages pages = StorePages.open(directory)) {
      FoundRows found = new FoundRows(Survey.of(pages.file(), StorePages.DATABASES));
      for (List<FoundRows.Found> group = found.next(); group != null; group = found.next()) {
        byte[] value = group.get(0).entry().value();
        if (value != null && value.length > PAGE) {
          return group.get(0).entry();
        }
      }
    }
    throw new AssertionError("there is no big value");
  }

  private Entry entry(long page, byte[] wanted) throws IOException {
    try (StorePages pages = StorePages.open(directory)) {
      Leaf leaf = Survey.of(pages.file(), StorePages.DATABASES).leaf(page);
      while (!Arrays.equals(leaf.key(), wanted)) {
        leaf.pass();
      }
      return leaf.entry();
    }
  }

  private static int find(byte[] bytes, int from, byte[] wanted) {
    int at = from;
    while (!Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
      at++;
    }
    return at;
  }
}
