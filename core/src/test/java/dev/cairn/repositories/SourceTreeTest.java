package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.Cairn;
import dev.cairn.documents.Document;
import dev.cairn.repositories.SyncReport.LeftOut;
import dev.cairn.testing.Await;
import dev.cairn.testing.NewStore;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A walk takes the files of a source tree, whatever their names, and nothing else. */
class SourceTreeTest extends NewStore {

  @TempDir Path directory;
  private SourceFiles files;

  @BeforeEach
  void prepare() {
    files = new SourceFiles(directory.resolve("tree")).write("a.txt", "some text");
  }

  private SyncReport sync() {
    return cairn.memory().repositories().sync(files.root());
  }

  /** Makes a file whose name has bytes that Java may not be able to write in this locale. */
  private void makeNamed(String printfFormat) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder(
                "sh", "-c", "printf 'a text' > \"$(printf \"$1\"; echo x)\"", "sh", printfFormat)
            .directory(files.root().toFile())
            .inheritIO()
            .start();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void namesMayHaveAnyCharactersAndOnesThatAreNotUtf8AreSkipped() throws Exception {
    makeNamed("new\\nline");
    makeNamed("\\342\\202\\254");
    makeNamed("\\357\\277\\275");
    makeNamed("bad\\377");
    SyncReport report = sync();
    assertThat(report.added())
        .containsExactlyInAnyOrder("a.txt", "new\nlinex", "\u20ACx", "\uFFFDx");
    assertThat(report.skipped()).containsExactly(new LeftOut("bad\\xffx", "its name is not UTF-8"));
    assertThat(report.failed()).isEmpty();
  }

  @Test
  void namesAreTheSameInEveryLocale() throws Exception {
    makeNamed("\\342\\202\\254");
    makeNamed("bad\\377");
    sync();
    Path other = directory.resolve("other-store");
    try (OtherJvm agent =
        OtherJvm.small(List.of("env", "LC_ALL=C"), SyncAgent.class, other, files.root())) {
      assertThat(agent.expectEnd()).last().isEqualTo("2");
    }
    try (Cairn synced = Cairn.open(other)) {
      assertThat(synced.memory().documents("repository:tree").list(10))
          .extracting(Document::id)
          .containsExactly("a.txt", "\u20ACx");
    }
  }

  @Test
  void symbolicLinksAreSkippedSoThatCirclesEnd() throws IOException {
    Files.createSymbolicLink(files.root().resolve("circle"), files.root());
    Files.createSymbolicLink(files.root().resolve("link.txt"), files.root().resolve("a.txt"));
    SyncReport report = sync();
    assertThat(report.added()).containsExactly("a.txt");
    assertThat(report.skipped())
        .containsExactly(
            new LeftOut("circle", "a symbolic link, which is not followed"),
            new LeftOut("link.txt", "a symbolic link, which is not followed"));
  }

  @Test
  void whatIsNeitherAFileNorADirectoryIsNotOpened() throws Exception {
    Process made =
        new ProcessBuilder("mkfifo", files.root().resolve("pipe").toString()).inheritIO().start();
    assumeTrue(made.waitFor() == 0);
    assertThat(sync().skipped())
        .containsExactly(new LeftOut("pipe", "neither a file nor a directory"));
  }

  @Test
  void hiddenFilesAreLeftOut() {
    files.write(".secret", "x").write(".github/workflow.yml", "x").write("b/.env", "x");
    SyncReport report = sync();
    assertThat(report.added()).containsExactly("a.txt");
    assertThat(report.skipped()).isEmpty();
  }

  @Test
  void aStoreInTheTreeIsLeftAloneSoThatItKeepsItsLocks() {
    Path inside = files.root().resolve("store");
    try (Cairn store = Cairn.open(inside)) {
      store.memory().users();
      assertThat(sync().skipped()).containsExactly(new LeftOut("store/", "a store of Cairn"));
      assertThat(store.memory().repositories().sync(files.root()).added()).containsExactly("a.txt");
      try (OtherJvm agent = OtherJvm.small(SyncAgent.class, inside, files.root())) {
        assertThat(agent.expectEnd()).last().isEqualTo("0");
      }
    }
  }

  @Test
  void aFileThatGoesOnChangingIsSkippedAndStaysAsItWas() {
    files.write("log.txt", "the first line\n");
    sync();
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              try (var log =
                  Files.newOutputStream(
                      files.root().resolve("log.txt"), StandardOpenOption.APPEND)) {
                while (!ended.get()) {
                  log.write('.');
                }
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();
    try {
      SyncOptions large = SyncOptions.defaults().withLargestFile(SyncOptions.MAX_LARGEST_FILE);
      Await.until(
          "it changed each time it was read",
          () ->
              cairn.memory().repositories().sync(files.root(), large).failed().stream()
                  .anyMatch(
                      left ->
                          left.equals(new LeftOut("log.txt", "it changed each time it was read"))));
    } finally {
      ended.set(true);
    }
    assertThat(cairn.memory().repositories().search("tree", "first", 5)).hasSize(1);
  }

  @Test
  void whatCannotBeReadFailsWithItsReasonAndStaysAsItWas() throws Exception {
    files.write("b/c.txt", "text of c").write("d.txt", "text of d");
    sync();
    files.write("d.txt", "another text of d");
    Files.setPosixFilePermissions(
        files.root().resolve("d.txt"), PosixFilePermissions.fromString("---------"));
    Files.setPosixFilePermissions(
        files.root().resolve("b"), PosixFilePermissions.fromString("---------"));
    try {
      assumeTrue(!Files.isReadable(files.root().resolve("d.txt")), "not for root");
      SyncReport report = sync();
      assertThat(report.failed())
          .containsExactlyInAnyOrder(
              new LeftOut("b/", "permission denied"), new LeftOut("d.txt", "permission denied"));
      assertThat(report.changedAnything()).isFalse();
      assertThat(cairn.memory().repositories().search("tree", "text", 5)).hasSize(3);
    } finally {
      Files.setPosixFilePermissions(
          files.root().resolve("b"), PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void aPathMayBeAsLongAsTheSystemAllows() {
    String path = ("d".repeat(200) + "/").repeat(15) + "deep.txt";
    files.write(path, "the deep needle");
    assertThat(sync().added()).containsExactlyInAnyOrder("a.txt", path);
    assertThat(cairn.memory().repositories().search("tree", "needle", 5))
        .extracting(SourceHit::path)
        .containsExactly(path);
    assertThat(sync().unchanged()).isEqualTo(2);
  }
}
