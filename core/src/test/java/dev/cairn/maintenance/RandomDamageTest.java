package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.StoreOpenException;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.Survey;
import dev.cairn.maintenance.ByteRoles.Role;
import dev.cairn.survival.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that verification and salvage cope with random bit flips and truncations of a small store.
 * {@code -Dcairn.damage.rounds=10000} runs the number of rounds that the documentation promises.
 */
@Tag("slow")
class RandomDamageTest {
  private static final int ROUNDS =
      Integer.getInteger("cairn.damage.rounds", Effort.of(100, 1_000));
  private static final int PAGE = ByteRoles.PAGE;

  @TempDir Path directory;
  private Path damagedStore;
  private byte[] sound;
  private ByteRoles roles;
  private Map<byte[], byte[]> rows;
  private Map<String, Set<Long>> pagesOf;

  private final Map<String, Integer> figures = new TreeMap<>();

  @Test
  void isAlwaysReportedAndLosesNoMoreThanItTouches() throws IOException {
    Path store = directory.resolve("sound");
    SampleStore.create(store);
    sound = Files.readAllBytes(store.resolve("data.mdb"));
    roles = new ByteRoles(sound);
    damagedStore = Files.createDirectory(directory.resolve("damaged"));
    Files.write(damagedStore.resolve("data.mdb"), sound);
    assertThat(verify().findings()).isEmpty();
    rows = salvage().rows;
    assertThat(rows).hasSizeGreaterThan(200);
    pagesOf = pages();

    Random random = new Random(20260101);
    for (int round = 0; round < ROUNDS; round++) {
      if (round % 10 == 9) {
        truncate(random.nextInt(sound.length));
      } else {
        flip(random.nextInt(sound.length), random.nextInt(8));
      }
    }
    System.out.println(ROUNDS + " rounds of damage: " + figures);
  }

  private void count(String what) {
    figures.merge(what, 1, Integer::sum);
  }

  private VerifyReport verify() {
    return Maintenance.verify(damagedStore, VerifyOptions.deep().withTables(SampleStore.tables()));
  }

  private static final class Salvaged {
    final Map<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    SalvageReport report;
  }

  private Salvaged salvage() throws IOException {
    Salvaged salvaged = new Salvaged();
    try (StorePages pages = StorePages.open(damagedStore)) {
      salvaged.report =
          Salvage.read(
              pages,
              salvaged.rows::put,
              SalvageOptions.defaults().withTables(SampleStore.tables()));
    }
    salvaged.rows.keySet().removeIf(key -> key[0] == 0x14); // the catalogue
    return salvaged;
  }

  /** The pages that each row is on. */
  private Map<String, Set<Long>> pages() throws IOException {
    Map<String, Set<Long>> pages = new HashMap<>();
    try (StorePages opened = StorePages.open(damagedStore)) {
      FoundRows found = new FoundRows(Survey.of(opened.file(), StorePages.DATABASES));
      for (List<FoundRows.Found> group = found.next(); group != null; group = found.next()) {
        Entry entry = group.get(0).entry();
        if (rows.containsKey(entry.key())) {
          Set<Long> of = new HashSet<>(Set.of(entry.page()));
          byte[] value = entry.value();
          if (value.length > PAGE / 2) {
            long first = find(value) / PAGE;
            for (long page = first; page <= (find(value) + value.length - 1) / PAGE; page++) {
              of.add(page);
            }
          }
          pages.put(ByteRoles.text(entry.key()), of);
        }
      }
    }
    return pages;
  }

  private long find(byte[] value) {
    for (int at = 16; at + value.length <= sound.length; at += PAGE) {
      if (Arrays.equals(sound, at, at + value.length, value, 0, value.length)
          && roles.pagesInUse().get(at / PAGE)) {
        return at;
      }
    }
    throw new AssertionError("a value is nowhere");
  }

  private void flip(int at, int bit) throws IOException {
    byte[] damaged = sound.clone();
    damaged[at] ^= (byte) (1 << bit);
    Files.write(damagedStore.resolve("data.mdb"), damaged);
    String what = "bit %d of byte %d of page %d".formatted(bit, at % PAGE, at / PAGE);
    VerifyReport report = verify();
    Role role = roles.of(at);
    count("flips " + role + (report.sound() ? " sound" : " reported"));
    if (role != Role.SOFT) {
      assertThat(report.sound())
          .as("%s %s: %s", role, what, report.findings())
          .isEqualTo(role == Role.UNUSED);
    }
    Salvaged salvaged = salvage();
    boolean lost = false;
    for (Map.Entry<byte[], byte[]> row : rows.entrySet()) {
      String key = ByteRoles.text(row.getKey());
      byte[] value = salvaged.rows.get(row.getKey());
      Long page = (long) (at / PAGE);
      if (value == null && pagesOf.get(key).contains(page)) {
        lost = true;
      } else {
        assertThat(value).as("%s: row %s", what, key).isEqualTo(row.getValue());
      }
    }
    count(lost ? "flips that cost a row of the page" : "flips that cost nothing");
    salvaged.rows.keySet().removeAll(rows.keySet());
    assertThat(salvaged.rows).as("%s: rows from nowhere", what).isEmpty();
  }

  private void truncate(int length) throws IOException {
    Files.write(damagedStore.resolve("data.mdb"), Arrays.copyOf(sound, length));
    String what = length + " bytes";
    if (length < 2 * PAGE) {
      try {
        assertThat(verify().sound()).as(what).isFalse();
      } catch (StoreOpenException e) {
        assertThat(e.reason()).isEqualTo(StoreOpenException.Reason.DAMAGED);
      }
      count("cuts of the headers");
      return;
    }
    VerifyReport report = verify();
    assertThat(report.sound()).as(what).isEqualTo(!roles.usesFrom(length / PAGE));
    Salvaged salvaged = salvage();
    int missed = 0;
    for (Map.Entry<byte[], byte[]> row : rows.entrySet()) {
      String key = ByteRoles.text(row.getKey());
      byte[] value = salvaged.rows.get(row.getKey());
      boolean cut = pagesOf.get(key).stream().anyMatch(page -> (page + 1) * PAGE > length);
      if (!cut && value == null) {
        missed++;
      } else if (!cut && !Arrays.equals(value, row.getValue())) {
        assertThat(salvaged.report.tables())
            .as("%s: an old row %s is doubtful", what, key)
            .anyMatch(table -> table.doubtful() > 0);
        count("old rows, doubtful");
      }
    }
    count(missed == 0 ? "cuts that cost only what was cut" : "cuts that cost more");
    figures.merge("rows missed after cuts", missed, Integer::sum);
  }
}
