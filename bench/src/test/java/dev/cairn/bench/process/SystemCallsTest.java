package dev.cairn.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests that the disk syncs of a store are counted in the output of strace, and those of other
 * files are not.
 */
@Tag("slow")
class SystemCallsTest {

  private static SystemCalls count(String... lines) {
    return SystemCalls.count(List.of(lines), "/disk/store");
  }

  @Test
  void syncsOfTheStoreCount() {
    assertThat(
            count(
                    "17 fdatasync(5</disk/store/data.mdb>) = 0",
                    "17 fsync(6</disk/store>) = 0",
                    "18 fdatasync(5</disk/store/data.mdb> <unfinished ...>",
                    "18 <... fdatasync resumed>) = 0",
                    "18 msync(0x7f0000000000, 4096, MS_SYNC) = 0")
                .calls())
        .isEqualTo(4);
  }

  @Test
  void syncsOfOtherFilesDoNot() {
    SystemCalls counted =
        count(
            "17 fsync(5</disk/other/data.mdb>) = 0",
            "17 msync(0x7f0000000000, 4096, MS_ASYNC) = 0",
            "17 write(1</dev/pts/0>, \"fsync(5</disk/store/x>)\", 9) = 9");
    assertThat(counted.calls()).isZero();
    assertThat(counted.syncedWrites()).isZero();
  }

  @Test
  void aWriteToAFileThatWasOpenedForSyncedWritesIsASync() {
    SystemCalls counted =
        count(
            "17 openat(AT_FDCWD</home>, \"data.mdb\", O_WRONLY|O_DSYNC) = 7</disk/store/data.mdb>",
            "17 pwrite64(7</disk/store/data.mdb>, \"\", 120, 16) = 120",
            "17 pwrite64(6</disk/store/data.mdb>, \"\", 120, 16) = 120");
    assertThat(counted.syncedWrites()).isEqualTo(1);
    assertThat(counted.calls()).isZero();
  }

  @Test
  void anOpenFileIsKnownAlsoWhenOtherThreadsCameBetween() {
    assertThat(
            count(
                    "17 openat(AT_FDCWD</home>, \"data.mdb\", O_WRONLY|O_DSYNC <unfinished ...>",
                    "18 openat(AT_FDCWD</home>, \"lock.mdb\", O_RDWR <unfinished ...>",
                    "18 <... openat resumed>) = 8</disk/store/lock.mdb>",
                    "17 <... openat resumed>) = 7</disk/store/data.mdb>",
                    "17 pwrite64(7</disk/store/data.mdb>, \"\", 120, 16) = 120",
                    "18 write(8</disk/store/lock.mdb>, \"\", 120) = 120")
                .syncedWrites())
        .isEqualTo(1);
  }

  @Test
  void aFileNumberThatIsUsedAgainIsAnotherFile() {
    assertThat(
            count(
                    "17 openat(AT_FDCWD</home>, \"a\", O_WRONLY|O_DSYNC) = 7</disk/store/a>",
                    "17 openat(AT_FDCWD</home>, \"b\", O_WRONLY) = 7</disk/store/b>",
                    "17 write(7</disk/store/b>, \"\", 120) = 120")
                .syncedWrites())
        .isZero();
  }
}
