package dev.cairn.internal.table;

import static dev.cairn.internal.table.OpenStore.PLAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a scan, which reads all of its values through one buffer, gives each row as it was
 * stored, whatever came before it.
 */
class ScannedRowsTest {
  private static final int ROWS = 400;
  private static final int[] ALPHABET = {'a', 'z', 0x7F, 0xE9, 0x4E2D, 0x1F600};

  private final Map<String, Note> stored = new LinkedHashMap<>();
  private OpenStore store;

  @BeforeEach
  void fill(@TempDir Path directory) {
    store = OpenStore.in(directory);
    Random random = new Random(7);
    for (int i = 0; i < ROWS; i++) {
      String author = i % 3 == 0 ? null : text(random, i % 40);
      stored.put("%03d".formatted(i), Note.by(author, text(random, random.nextInt(600))));
    }
    store.write(tx -> stored.forEach((key, note) -> tx.put(PLAIN, key, note)));
  }

  @AfterEach
  void close() {
    store.close();
  }

  /** Texts of ASCII alone are stored otherwise than others, and so are short ones. */
  private static String text(Random random, int length) {
    int letters = random.nextBoolean() ? 3 : ALPHABET.length;
    return random
        .ints(length, 0, letters)
        .mapToObj(i -> Character.toString(ALPHABET[i]))
        .collect(Collectors.joining());
  }

  @Test
  void aScanGivesEachRowAsItWasStored() {
    assertThat(scanned(Scan.all())).isEqualTo(stored);
    assertThat(scanned(Scan.all().descending())).isEqualTo(stored);
  }

  private Map<String, Note> scanned(Scan scan) {
    return store.here.read(
        tx -> tx.scan(PLAIN, scan).collect(Collectors.toMap(Row::key, Row::value)));
  }

  @Test
  void rowsThatAreReadInsideOfAScanDoNotDisturbIt() {
    store.here.read(
        tx -> {
          try (Stream<Row<String, Note>> rows = tx.scan(PLAIN, Scan.all())) {
            rows.forEach(
                row -> {
                  assertThat(row.value()).isEqualTo(stored.get(row.key()));
                  assertThat(tx.scan(PLAIN, Scan.all().descending().limit(2)))
                      .allSatisfy(
                          other -> assertThat(other.value()).isEqualTo(stored.get(other.key())));
                });
          }
          return "";
        });
  }

  @Test
  void aScanGoesOnWhileItsWriteChangesTheRows() {
    store.write(
        tx -> {
          try (Stream<Row<String, Note>> rows = tx.scan(PLAIN, Scan.all())) {
            rows.forEach(
                row -> {
                  assertThat(row.value()).isEqualTo(stored.get(row.key()));
                  tx.put(PLAIN, row.key(), Note.by("bob", "changed"));
                });
          }
        });
    assertThat(scanned(Scan.all()).values()).containsOnly(Note.by("bob", "changed"));
  }
}
