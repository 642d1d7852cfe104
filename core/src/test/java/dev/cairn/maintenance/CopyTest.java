package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.StorageException;
import dev.cairn.StoreFullException;
import dev.cairn.maintenance.Maintenance.CopyReport;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a copy of a store in use shows one moment, is checked, and replaces no existing file.
 */
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
    cairn
        .memory()
        .writeAndGet(
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
      return copied
          .memory()
          .read(tx -> tx.scan(BANK, Scan.all()).mapToLong(row -> row.value().amount()).sum());
    }
  }

  private static void move(Cairn cairn, long from, long to) {
    cairn
        .memory()
        .writeAndGet(
            tx -> {
              tx.update(BANK, from, a -> new Account(a.orElseThrow().amount() - 1, ""));
              return tx.update(BANK, to, a -> new Account(a.orElseThrow().amount() + 1, ""));
            });
  }

  @Test
  void aCopyInsideAWriteIsRefusedAndHoldsUpNobody() {
    CompletableFuture<CopyReport> inside =
        cairn
            .memory()
            .writeAndGetAsync(memory -> cairn.maintenance().copyTo(copy, CopyOptions.whole()));

    assertThat(inside)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(IllegalStateException.class)
        .withMessageContaining("inside a write");
    assertThat(copy).doesNotExist();
    move(cairn, 0, 1);
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
      cairn.maintenance().copyTo(here, compact ? CopyOptions.compact() : CopyOptions.whole());
      assertThat(total(here)).isEqualTo(100L * ACCOUNTS);
    }
    copied.set(true);
    writer.join();
  }

  @Test
  void aCopyTakesWritesOfItsOwn() {
    cairn.maintenance().copyTo(copy, CopyOptions.whole());

    try (Cairn copied = Cairn.open(copy)) {
      move(copied, 1, 2);
      assertThat(copied.memory().get(BANK, 1L).orElseThrow().amount()).isEqualTo(99);
    }
    assertThat(cairn.memory().get(BANK, 1L).orElseThrow().amount()).isEqualTo(100);
  }

  @Test
  void compactLeavesOutWhatIsNotUsed() {
    cairn.maintenance().dropNamespace("", ProgressListener.none());

    CopyReport whole = cairn.maintenance().copyTo(directory.resolve("whole"), CopyOptions.whole());
    CopyReport compact =
        cairn.maintenance().copyTo(directory.resolve("small"), CopyOptions.compact());

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
                CopyOptions.whole()
                    .withProgress(
                        (step, done) -> {
                          assertThat(done).isNotNegative();
                          if (step == ProgressListener.Step.READING) {
                            entries.set(done);
                          }
                        }));
    assertThat(entries).hasValue(report.entries());
    assertThat(report.entries()).isEqualTo(ACCOUNTS);
    assertThat(report.bytes()).isGreaterThan(200 * ACCOUNTS);
  }

  @Test
  void onlyItsOwnerMayReadIt() throws IOException {
    cairn.maintenance().copyTo(copy, CopyOptions.whole());

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
        .isThrownBy(() -> cairn.maintenance().copyTo(copy, CopyOptions.whole()))
        .withMessageContaining(copy + " exists");
    Path file = Files.writeString(directory.resolve("file"), "mine");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.maintenance().copyTo(file, CopyOptions.whole()));
    assertThat(file).hasContent("mine");
    assertThat(names(copy.getParent())).containsExactly("monday");
  }

  @Test
  void nothingIsLeftBesideIt() throws IOException {
    cairn.maintenance().copyTo(copy, CopyOptions.whole());

    assertThat(names(copy.getParent())).containsExactly("monday");
  }

  /** Makes what a copy to {@link #copy} is built in. */
  private Path building() throws IOException {
    return Files.createDirectories(
        copy.resolveSibling(".monday.building-" + UUID.randomUUID()).resolve("store"));
  }

  @Test
  void whatKilledProcessesLeftIsRemoved() throws IOException {
    for (String last : List.of("owner.lock", "store/data.mdb")) {
      Files.writeString(building().resolveSibling(last), "half of it");
    }
    Files.delete(building());
    Path others = Files.createDirectory(copy.resolveSibling(".monday.building-notes"));

    cairn.maintenance().copyTo(copy, CopyOptions.whole());

    assertThat(names(copy.getParent())).containsExactly(others.getFileName().toString(), "monday");
    assertThat(total(copy)).isEqualTo(100L * ACCOUNTS);
  }

  @Test
  void twoDoNotCopyToOnePlaceAtOnce() throws IOException {
    Path left = building();
    try (FileChannel other =
        FileChannel.open(
            left.resolveSibling("owner.lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      other.lock();
      assertThatExceptionOfType(StorageException.class)
          .isThrownBy(() -> cairn.maintenance().copyTo(copy, CopyOptions.whole()))
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
        .isThrownBy(() -> cairn.maintenance().copyTo(copy, CopyOptions.whole()))
        .withMessageContainingAll("was not kept", "table bank", "checksum");
    assertThat(copy.getParent()).as("made for the copy").doesNotExist();
  }

  /** LMDB believes what a page says, and reads beyond the end of the file. */
  @Test
  void damageThatWouldEndTheJvmIsAnException() throws IOException {
    cairn.close();
    Path data = directory.resolve("store/data.mdb");
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(data)).order(ByteOrder.nativeOrder());
    int page = 4096;
    int leaves = 0;
    for (int at = 2 * page; at < bytes.capacity(); at += page) {
      boolean leaf = bytes.getShort(at + 10) == 2 && bytes.getLong(at) == at / page;
      boolean first = leaf && bytes.getShort(at + bytes.getShort(at + 16) + 6) == 1; // the format
      if (leaf && !first && (bytes.getShort(at + 12) - 16) / 2 > 10) {
        int node = at + bytes.getShort(at + 16 + 2 * 3);
        bytes.putInt(node, 0x7000_0000); // the size of its value
        leaves++;
      }
    }
    assertThat(leaves).isPositive();
    Files.write(data, bytes.array());
    cairn = Cairn.open(directory.resolve("store"));

    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> cairn.maintenance().copyTo(copy, CopyOptions.whole()))
        .withMessageContainingAll("was not kept", "database data, page ");
    assertThatExceptionOfType(StorageException.class)
        .isThrownBy(() -> cairn.maintenance().copyTo(copy, CopyOptions.compact()))
        .withMessageContainingAll("is damaged, and cannot be compacted");
    assertThat(copy.getParent()).doesNotExist();
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
            .isThrownBy(
                () ->
                    cairn
                        .maintenance()
                        .copyTo(
                            disk.resolve("copy"),
                            compact ? CopyOptions.compact() : CopyOptions.whole()))
            .withMessageContainingAll("the disk of " + disk.resolve("copy"), "was not made");
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
