package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tests that a dump file gets its name only when it is complete, even if the disk is full. */
class DumpFilesIT extends DumpedStore {
  @Test
  void aFileHasItsNameOnlyWhenItIsWhole() throws IOException {
    String store = home.resolve("cairn-store").toString();
    cairn("dump", "no/such/directory/dump", "--store", store).failed(2, "its directory does not");
    cairn("dump", directory.toString(), "--store", store).failed(2, "is a directory");
    Files.writeString(directory.resolve("dump"), "old");
    cairn("dump", "dump", "--store", store).succeeded();
    assertThat(lines(directory.resolve("dump"))).hasSize(9);
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all).containsExactly(directory.resolve("dump"));
    }
    cairn("dump", "/dev/null", "--store", store).succeeded();
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
  }

  @Test
  void whatAKilledDumpLeftIsTakenOverAndWhatAnotherOneWritesIsNot() throws IOException {
    String store = home.resolve("cairn-store").toString();
    Path partial = directory.resolve(".dump.partial");
    Files.writeString(partial, "x".repeat(100_000));
    try (FileChannel other = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      other.lock();
      cairn("dump", "dump", "--store", store)
          .failed(1, "dump cannot be written: another dump to it is under way");
      assertThat(partial).hasSize(100_000);
    }
    cairn("dump", "dump", "--store", store).succeeded();
    assertThat(lines(directory.resolve("dump"))).hasSize(9);
    assertThat(partial).doesNotExist();
  }

  @Test
  void aDirectoryThatMayNotBeWrittenIsNamed() throws IOException {
    String store = home.resolve("cairn-store").toString();
    cairn("dump", "/proc/dump", "--store", store).failed(1, "/proc/dump cannot be written: ");
    Path closed = Files.createDirectory(directory.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false));
    assumeTrue(!Files.isWritable(closed), "root may write everywhere");
    cairn("dump", "closed/dump", "--store", store)
        .failed(2, "closed/dump: cannot be written: permission denied");
  }

  @Test
  void aFullDiskIsSaidAndLosesNothing() throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    boolean mounted =
        Launched.shell(directory, "mount -t tmpfs -o size=1m cairn-test " + disk).code() == 0;
    assumeTrue(mounted, "only root can mount a small disk");
    try {
      Path store = disk.resolve("store");
      cairn("restore", dump.toString(), "--store", store.toString()).succeeded();
      String before = cairn("dump", "--store", store.toString()).succeeded().out();
      fill(disk.resolve("filler"));
      for (String mode : List.of("--merge", "--replace")) {
        Launched.Result full = cairn("restore", dump.toString(), "--store", store.toString(), mode);
        assertThat(full.err()).hasLineCount(1).containsAnyOf("No space left", "is full");
        assertThat(full.code()).isPositive();
      }
      cairn("dump", disk.resolve("dump").toString(), "--store", store.toString())
          .failed(1, disk.resolve("dump") + " cannot be written: No space left");
      cairn("restore", dump.toString(), "--store", disk.resolve("other").toString())
          .failed(1, "No space left");
      cairn("copy", disk.resolve("copy").toString(), "--store", store.toString())
          .failed(1, "copy is full");
      Files.delete(disk.resolve("filler"));
      String after = cairn("dump", "--store", store.toString()).succeeded().out();
      assertThat(after.lines().skip(1).limit(7))
          .isEqualTo(before.lines().skip(1).limit(7).toList());
      try (Stream<Path> left = Files.list(disk)) {
        assertThat(left).containsExactly(store);
      }
      try (Stream<Path> left = Files.list(store)) {
        assertThat(left).noneMatch(file -> file.getFileName().toString().startsWith("."));
      }
    } finally {
      Launched.shell(directory, "umount -l " + disk);
    }
  }

  private static void fill(Path filler) {
    for (int size : new int[] {1 << 14, 1}) {
      try {
        while (true) {
          Files.write(filler, new byte[size], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
      } catch (IOException e) {
        // full
      }
    }
  }
}
