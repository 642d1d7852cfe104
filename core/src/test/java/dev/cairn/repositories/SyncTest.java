package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.LockTimeoutException;
import dev.cairn.documents.Document;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Metadata;
import dev.cairn.locks.Hold;
import dev.cairn.progress.OperationState;
import dev.cairn.progress.OperationStatus;
import dev.cairn.repositories.SyncReport.LeftOut;
import dev.cairn.survival.Effort;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Transactor;
import dev.cairn.testing.Await;
import dev.cairn.testing.NewStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync stores what is new and changed, removes what is gone, and touches nothing else. */
class SyncTest extends NewStore {
  @TempDir Path directory;
  private SourceFiles files;
  private Repositories repositories;

  @BeforeEach
  void prepare() {
    files = new SourceFiles(directory.resolve("shop"));
    files.write("src/Retry.java", "class Retry {\n  // the policy of retries\n}\n");
    files.write("README.md", "# Shop\n\nSells things.\n");
    repositories = cairn.memory().repositories();
  }

  private SyncReport sync() {
    return repositories.sync(files.root());
  }

  private SyncReport force() {
    return repositories.sync(files.root(), SyncOptions.defaults().force());
  }

  @Test
  void theFirstSyncStoresAllFilesAndTheSecondTouchesNothing() {
    SyncReport first = sync();
    assertThat(first.repository()).isEqualTo("shop");
    assertThat(first.added()).containsExactlyInAnyOrder("README.md", "src/Retry.java");
    assertThat(first.changedAnything()).isTrue();
    long version = cairn.memory().version();
    SyncReport second = sync();
    assertThat(second.changedAnything()).isFalse();
    assertThat(second.unchanged()).isEqualTo(2);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void aDocumentHasThePathTheTextAndWhatIsKnownOfTheFile() {
    sync();
    Document document = document("src/Retry.java");
    assertThat(document.text()).startsWith("class Retry");
    assertThat(document.metadata().get("path")).contains("src/Retry.java");
    assertThat(document.metadata().get("language")).contains("java");
    assertThat(document.metadata().get("size")).contains(43L);
    assertThat(document.metadata().get("hash"))
        .hasValueSatisfying(hash -> assertThat(hash).asString().hasSize(64));
    assertThat(document.metadata().get("modified"))
        .contains(Instant.parse("2026-01-01T00:00:01.123Z"));
  }

  private Document document(String path) {
    return cairn.memory().documents("repository:shop").get(path).orElseThrow();
  }

  @Test
  void whatChangedIsStoredAgainAndWhatIsGoneIsRemoved() {
    sync();
    files.write("src/Retry.java", "class Retry {\n  // gives up\n}\n");
    files.write("src/New.java", "class New {}\n").delete("README.md");
    SyncReport report = sync();
    assertThat(report.changed()).containsExactly("src/Retry.java");
    assertThat(report.added()).containsExactly("src/New.java");
    assertThat(report.deleted()).containsExactly("README.md");
    assertThat(report.unchanged()).isZero();
    assertThat(repositories.search("shop", "gives", 5)).hasSize(1);
    assertThat(repositories.search("shop", "policy", 5)).isEmpty();
    assertThat(repositories.search("shop", "sells", 5)).isEmpty();
  }

  @Test
  void ofAFileThatWasOnlyTouchedTheTimeAloneIsStored() throws IOException {
    sync();
    Instant touched = Instant.parse("2026-05-05T00:00:00.5Z");
    Files.setLastModifiedTime(files.root().resolve("README.md"), FileTime.from(touched));
    SyncReport report = sync();
    assertThat(report.unchanged()).isEqualTo(2);
    assertThat(report.changedAnything()).isFalse();
    assertThat(document("README.md").metadata().get("modified")).contains(touched);
    assertThat(repositories.search("shop", "sells", 5)).hasSize(1);
    assertThat(cairn.memory().documents("repository:shop").check()).isEmpty();
    long version = cairn.memory().version();
    assertThat(sync().unchanged()).isEqualTo(2);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  /** Returns whether the row of each file says that it was read long enough after its time. */
  private boolean allAreSure() {
    Transactor transactor = cairn.memory().repository((given, clock) -> given);
    return transactor.read(
        tx ->
            tx.scan(RepositoryTables.FILES, Scan.all())
                .map(Row::value)
                .allMatch(row -> row.modified().plusMillis(50).isBefore(row.readAt())));
  }

  @Test
  void aFileThatIsSyncedAsSoonAsItIsWrittenIsReadByThatSyncAlone() throws IOException {
    sync();
    Path file = files.root().resolve("new.txt");
    Files.writeString(file, "written now");
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusNanos(1);
    Files.setLastModifiedTime(file, FileTime.from(now));
    sync();
    assertThat(allAreSure()).isTrue();
  }

  @Test
  void aFileOfTheFutureIsReadUntilItsTimeHasCome() throws IOException {
    Path file = files.root().resolve("README.md");
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().plus(Duration.ofHours(1))));
    sync();
    assertThat(allAreSure()).isFalse();
    Instant soon = Instant.now().truncatedTo(ChronoUnit.MILLIS).plusMillis(200);
    Files.setLastModifiedTime(file, FileTime.from(soon));
    sync();
    Await.until("its time is over", () -> Instant.now().isAfter(soon.plusMillis(60)));
    sync();
    assertThat(allAreSure()).isTrue();
    long version = cairn.memory().version();
    assertThat(sync().unchanged()).isEqualTo(2);
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void theSourcesOfThisModuleAreStoredOnceAndThenNotTouched() {
    Path all = Path.of("src/main/java/dev/cairn");
    Path sources = Effort.of(0, 1) == 1 ? all : all.resolve("internal/lmdb");
    SyncOptions named = SyncOptions.defaults().withName("own");
    SyncReport first = repositories.sync(sources, named);
    assertThat(first.failed()).isEmpty();
    assertThat(first.skipped()).isEmpty();
    assertThat(first.added()).hasSizeGreaterThan(30);
    long version = cairn.memory().version();
    SyncReport second = repositories.sync(sources, named);
    assertThat(second.unchanged()).isEqualTo(first.added().size());
    assertThat(cairn.memory().version()).isEqualTo(version);
    assertThat(repositories.search("own", "the pool of readers", 9))
        .extracting(SourceHit::path)
        .anyMatch(path -> path.endsWith("ReaderPool.java"));
  }

  @Test
  void aFileThatWasModifiedAtTheMomentOfTheSyncIsComparedByItsContent() throws IOException {
    Path file = files.root().resolve("README.md");
    FileTime now = FileTime.from(Instant.now().plusSeconds(60)); // no earlier than the sync
    Files.setLastModifiedTime(file, now);
    sync();
    Files.writeString(file, "# Shop\n\nBuys things..\n"); // as long as before
    Files.setLastModifiedTime(file, now);
    assertThat(sync().changed()).containsExactly("README.md");
  }

  @Test
  void aSyncByForceReadsFilesWhoseTimesLie() throws IOException {
    sync();
    Path file = files.root().resolve("README.md");
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, "# Shop\n\nBuys things..\n");
    Files.setLastModifiedTime(file, before);
    assertThat(sync().changedAnything()).isFalse();
    SyncReport report = force();
    assertThat(report.changed()).containsExactly("README.md");
    assertThat(report.unchanged()).isEqualTo(1);
  }

  @Test
  void aDocumentThatSomebodyRemovedIsStoredAgainAndOneThatSomebodyAddedIsRemoved() {
    sync();
    Documents documents = cairn.memory().documents("repository:shop");
    documents.delete("README.md");
    documents.addOrReplace("stranger", "unknown", Metadata.none());
    documents.addOrReplace("another", "unknown", Metadata.none());
    sync();
    assertThat(documents.list(10))
        .extracting(Document::id)
        .containsExactly("README.md", "src/Retry.java");
    long version = cairn.memory().version();
    sync();
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void aDocumentThatSomebodyAddedForAFileThatHasNoneIsRemoved() {
    files.write("empty.py", "");
    sync();
    cairn.memory().documents("repository:shop").addOrReplace("empty.py", "x", Metadata.none());
    sync();
    assertThat(cairn.memory().documents("repository:shop").get("empty.py")).isEmpty();
    long version = cairn.memory().version();
    sync();
    assertThat(cairn.memory().version()).isEqualTo(version);
  }

  @Test
  void whatIsNoTextIsSkippedWithItsReasonEachTime() {
    files.write("logo.png", new byte[] {1, 2, 0, 3}).write("latin.txt", new byte[] {(byte) 0xE4});
    files.write("empty.py", "").write("large.txt", "x".repeat(101));
    SyncOptions options = SyncOptions.defaults().withLargestFile(100);
    LeftOut[] expected = {
      new LeftOut("logo.png", "no text in UTF-8"),
      new LeftOut("latin.txt", "no text in UTF-8"),
      new LeftOut("empty.py", "empty"),
      new LeftOut("large.txt", "larger than 100 bytes")
    };
    assertThat(repositories.sync(files.root(), options).skipped())
        .containsExactlyInAnyOrder(expected);
    long version = cairn.memory().version();
    assertThat(repositories.sync(files.root(), options).skipped())
        .containsExactlyInAnyOrder(expected);
    assertThat(cairn.memory().version()).isEqualTo(version);
    assertThat(sync().added()).containsExactly("large.txt");
  }

  @Test
  void aFileThatIsNoTextAnyMoreIsRemoved() {
    sync();
    files.write("README.md", new byte[] {0}).write("src/Retry.java", "y".repeat(200));
    SyncReport report =
        repositories.sync(files.root(), SyncOptions.defaults().withLargestFile(100));
    assertThat(report.deleted()).containsExactlyInAnyOrder("README.md", "src/Retry.java");
    assertThat(report.skipped())
        .extracting(LeftOut::path)
        .containsExactlyInAnyOrder("README.md", "src/Retry.java");
    assertThat(repositories.get("shop").orElseThrow().files()).isZero();
    files.write("README.md", "# Shop\n");
    assertThat(sync().added()).containsExactlyInAnyOrder("README.md", "src/Retry.java");
  }

  @Test
  void aHitHasTheLinesOfItsPassage() {
    files.write(
        "long.md", "# One\n\n" + "filler text\n".repeat(100) + "\n# Two\n\nThe needle.\nEnd.\n");
    sync();
    SourceHit hit = repositories.search("shop", "needle", 5).get(0);
    assertThat(hit.path()).isEqualTo("long.md");
    assertThat(hit.text()).contains("needle");
    List<String> lines = document("long.md").text().lines().toList();
    assertThat(String.join("\n", lines.subList(hit.firstLine() - 1, hit.lastLine())))
        .isEqualTo(hit.text());
    assertThat(hit.repository()).isEqualTo("shop");
  }

  @Test
  void aSecondSyncAtTheSameTimeIsRefusedByNameOrWaits() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Thread other =
        new Thread(
            () -> {
              try (Hold hold = cairn.memory().locks().on("repository shop").write()) {
                held.countDown();
                end.await();
                assertThat(hold.isHeld()).isTrue();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            "the first sync");
    other.start();
    held.await();
    assertThatExceptionOfType(LockTimeoutException.class)
        .isThrownBy(this::sync)
        .withMessageContaining("repository shop")
        .withMessageContaining("the first sync");
    CompletableFuture<SyncReport> waiting =
        CompletableFuture.supplyAsync(
            () ->
                repositories.sync(
                    files.root(), SyncOptions.defaults().waiting(Duration.ofMinutes(1))));
    Await.until(
        "it waits",
        () -> !cairn.memory().locks().on("repository shop").status().waiters().isEmpty());
    end.countDown();
    assertThat(waiting.join().added()).hasSize(2);
    other.join();
  }

  @Test
  void anInterruptDoesNotEndASync() {
    Thread.currentThread().interrupt();
    SyncReport report = sync();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(report.added()).hasSize(2);
    assertThat(report.failed()).isEmpty();
  }

  @Test
  void namesBelongToOneDirectory() throws IOException {
    sync();
    SourceFiles other = new SourceFiles(directory.resolve("other/shop")).write("a.txt", "other");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repositories.sync(other.root()))
        .withMessageContaining("another name");
    assertThat(repositories.sync(other.root(), SyncOptions.defaults().withName("shop 2")).added())
        .containsExactly("a.txt");
    assertThat(repositories.list())
        .extracting(Repository::name, Repository::files)
        .containsExactly(tuple("shop", 2L), tuple("shop 2", 1L));
    Files.move(files.root(), directory.resolve("elsewhere"));
    SyncReport moved = repositories.sync(other.root());
    assertThat(moved.deleted()).hasSize(2);
    assertThat(repositories.get("shop").orElseThrow().directory())
        .isEqualTo(other.root().toRealPath().toString());
  }

  @Test
  void aRepositoryCanBeRemoved() {
    sync();
    assertThat(repositories.remove("shop")).isTrue();
    assertThat(repositories.remove("shop")).isFalse();
    assertThat(repositories.list()).isEmpty();
    assertThat(cairn.memory().documents("repository:shop").count()).isZero();
    assertThat(sync().added()).hasSize(2);
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repositories.sync(files.root().resolve("absent")))
        .withMessageContaining("is no directory");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repositories.sync(files.root().resolve("README.md")));
    assertThatIllegalArgumentException().isThrownBy(() -> repositories.sync(null));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> repositories.search("none", "x", 5))
        .withMessageContaining("no repository 'none'");
    assertThatIllegalArgumentException().isThrownBy(() -> SyncOptions.defaults().withName(" "));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SyncOptions.defaults().withLargestFile(0));
    assertThatIllegalStateException()
        .isThrownBy(() -> cairn.memory().write(m -> m.repositories().list()));
  }

  @Test
  void theProgressOfASyncIsShownAndOneThatHasNothingToDoShowsNone() {
    sync();
    sync();
    List<OperationStatus> shown = cairn.memory().progress().list();
    assertThat(shown).hasSize(1);
    assertThat(shown.get(0).name()).isEqualTo("sync shop");
    assertThat(shown.get(0).done()).isEqualTo(2);
    assertThat(shown.get(0).state()).isEqualTo(OperationState.DONE);
  }
}
