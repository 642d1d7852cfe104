package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies of a store that is in use. */
class CopyTest {
  private static final int ACCOUNTS = 500;

  record Account(long amount, String owner) {}

  private static final Table<Long, Account> BANK =
      Table.named("bank").keyedBy(Keys.longs()).holding(Account.class);

  @TempDir Path directory;
  private Path copy;
  private Cairn cairn;

  @BeforeEach
  void openBank() {
    copy = directory.resolve("backups/monday");
    cairn = Cairn.open(directory.resolve("store"));
    cairn.write(
        tx -> {
          for (long i = 0; i < ACCOUNTS; i++) {
            tx.put(BANK, i, new Account(100, "x".repeat(200)));
          }
          return "";
        });
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private static long total(Path store) {
    try (Cairn copied = Cairn.open(store, CairnOptions.defaults().readOnly())) {
      return copied.read(
          tx -> tx.scan(BANK, Scan.all()).mapToLong(row -> row.value().amount()).sum());
    }
  }

  private static void move(Cairn cairn, long from, long to) {
    cairn.write(
        tx -> {
          tx.update(BANK, from, a -> new Account(a.orElseThrow().amount() - 1, ""));
          return tx.update(BANK, to, a -> new Account(a.orElseThrow().amount() + 1, ""));
        });
  }

  @Test
  void aCopyIsOneMomentOfAStoreThatOthersWriteTo() throws Exception {
    AtomicBoolean copied = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (long i = 0; !copied.get(); i++) {
                move(cairn, i % ACCOUNTS, (i * 7 + 1) % ACCOUNTS);
              }
            });
    writer.start();
    for (boolean compact : new boolean[] {false, true}) {
      Path here = directory.resolve("compact-" + compact);
      cairn.maintenance().copyTo(here, compact);
      assertThat(total(here)).isEqualTo(100L * ACCOUNTS);
    }
    copied.set(true);
    writer.join();
  }

  @Test
  void aCopyTakesWritesOfItsOwn() {
    cairn.maintenance().copyTo(copy, false);

    try (Cairn copied = Cairn.open(copy)) {
      move(copied, 1, 2);
      assertThat(copied.memory().get(BANK, 1L).orElseThrow().amount()).isEqualTo(99);
    }
    assertThat(cairn.memory().get(BANK, 1L).orElseThrow().amount()).isEqualTo(100);
  }

  @Test
  void compactLeavesOutWhatIsNotUsed() {
    cairn.maintenance().dropNamespace("");

    CopyReport whole = cairn.maintenance().copyTo(directory.resolve("whole"), false);
    CopyReport compact = cairn.maintenance().copyTo(directory.resolve("small"), true);

    assertThat(compact.bytes()).isLessThan(whole.bytes());
    assertThat(compact.entries()).isEqualTo(whole.entries());
  }

  @Test
  void tellsHowFarItHasCome() {
    AtomicLong entries = new AtomicLong();
    CopyReport report =
        cairn
            .maintenance()
            .copyTo(
                copy,
                false,
                new CopyListener() {
                  @Override
                  public void written(long bytes) {
                    assertThat(bytes).isNotNegative();
                  }

                  @Override
                  public void read(long read) {
                    entries.set(read);
                  }
                });
    assertThat(entries).hasValue(report.entries());
    assertThat(report.entries()).isGreaterThan(ACCOUNTS);
    assertThat(report.bytes()).isGreaterThan(200 * ACCOUNTS);
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    cairn.maintenance().copyTo(copy, false);

    assertThat(permissions(copy)).isEqualTo("rwx------");
    assertThat(permissions(copy.getParent())).isEqualTo("rwx------");
    assertThat(permissions(copy.resolve("data.mdb"))).isEqualTo("rw-------");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void nothingIsWrittenOver() throws IOException {
    Files.createDirectories(copy);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.maintenance().copyTo(copy, false))
        .withMessageContaining(copy + " exists");
    Path file = Files.writeString(directory.resolve("file"), "mine");
    assertThatIllegalArgumentException().isThrownBy(() -> cairn.maintenance().copyTo(file, false));
    assertThat(file).hasContent("mine");
    assertThat(names(copy.getParent())).containsExactly("monday");
  }

  @Test
  void nothingIsLeftBesideIt() throws IOException {
    cairn.maintenance().copyTo(copy, false);

    assertThat(names(copy.getParent())).containsExactly("monday");
  }

  @Test
  void whatAKilledProcessLeftIsRemoved() throws IOException {
    Path left = Files.createDirectories(copy.resolveSibling(".monday.building"));
    Files.writeString(left.resolve("data.mdb"), "half of it");
    Files.createFile(copy.resolveSibling(".monday.building.lock"));

    cairn.maintenance().copyTo(copy, false);

    assertThat(names(copy.getParent())).containsExactly("monday");
    assertThat(total(copy)).isEqualTo(100L * ACCOUNTS);
  }

  @Test
  void twoDoNotCopyToOnePlaceAtOnce() throws IOException {
    Path left = Files.createDirectories(copy.resolveSibling(".monday.building"));
    try (FileChannel other =
        FileChannel.open(
            copy.resolveSibling(".monday.building.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      other.lock();
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> cairn.maintenance().copyTo(copy, false))
          .withMessageContaining("another copy to the same place is under way");
      assertThat(left).isDirectory();
    }
  }

  @Test
  void aCopyThatIsNotSoundIsNotKept() throws IOException {
    cairn.close();
    Path data = directory.resolve("store/data.mdb");
    byte[] bytes = Files.readAllBytes(data);
    byte[] pattern = "x".repeat(200).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    for (int i = 0; i < bytes.length - pattern.length; i++) {
      if (Arrays.equals(bytes, i, i + pattern.length, pattern, 0, pattern.length)) {
        bytes[i] = 'y'; // in each row, also on pages that are free by now
      }
    }
    Files.write(data, bytes);
    cairn = Cairn.open(directory.resolve("store"));

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> cairn.maintenance().copyTo(copy, false))
        .withMessageContainingAll("was not kept", "table 'bank'", "checksum");
    assertThat(names(copy.getParent())).isEmpty();
  }

  @Test
  void aDiskThatIsFullIsAnExceptionAndNothingIsLeft() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=64k", "cairn-test", disk.toString()),
        "only root can mount a small disk");
    try {
      for (boolean compact : new boolean[] {false, true}) {
        assertThatExceptionOfType(StoreFullException.class)
            .isThrownBy(() -> cairn.maintenance().copyTo(disk.resolve("copy"), compact))
            .withMessageContainingAll("disk", "is full", "was not made");
        assertThat(names(disk)).isEmpty();
      }
    } finally {
      run("umount", "-l", disk.toString());
    }
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  private static List<String> names(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
