package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.StoreNotEmptyException;
import dev.cairn.StoreOpenException;
import dev.cairn.StoreOpenException.Reason;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.table.Scan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Tests that verification reports damaged pages and headers, and that salvage loses only the rows
 * that the damage makes unreadable.
 */
class DamageTest extends DamagedStore {
  @Test
  void aSoundStoreHasNoneAndSalvageTakesAllOfIt() throws IOException {
    VerifyReport report = verify(true);
    assertThat(report.findings()).isEmpty();
    assertThat(report.sound()).isTrue();
    assertThat(report.pages().free()).as("free pages").isPositive();
    assertThat(report.pages().inUse() + report.pages().free() + 2)
        .isEqualTo(report.pages().total());
    assertThat(verify(false).pages()).isNull();

    SalvageReport salvaged = salvage();
    assertThat(salvaged.whole()).isTrue();
    assertThat(salvaged.missing()).isZero();
    assertThat(rows(salvaged)).isEqualTo(rows(report));
    VerifyReport again =
        Maintenance.verify(
            directory.resolve("new"), VerifyOptions.deep().withTables(SampleStore.tables()));
    assertThat(again.findings()).isEmpty();
    assertThat(again.tables())
        .extracting(
            VerifyReport.TableCount::table,
            VerifyReport.TableCount::rows,
            VerifyReport.TableCount::entries)
        .isEqualTo(
            report.tables().stream()
                .map(
                    count ->
                        org.assertj.core.groups.Tuple.tuple(
                            count.table(), count.rows(), count.entries()))
                .toList());
  }

  @Test
  void aRootThatIsGarbageLosesNoRow() throws IOException {
    int root = (int) tree("data").root();
    change(bytes -> bytes.put(root * PAGE, new byte[PAGE]));
    assertThat(findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.PAGE);
              assertThat(finding.page()).isEqualTo(root);
              assertThat(finding.problem())
                  .contains("header says page 0", "from the first to the last");
            })
        .anySatisfy(finding -> assertThat(finding.problem()).contains("out of reach"));
    assertThat(verify(false).sound()).isFalse();

    SalvageReport salvaged = salvage();
    assertThat(salvaged.whole()).isFalse();
    assertThat(rows(salvaged)).isEqualTo(rows(soundReport()));
    try (Cairn cairn = Cairn.open(directory.resolve("new"), CairnOptions.defaults().readOnly())) {
      assertThat(cairn.memory().get(SampleStore.NOTES, "note1")).isPresent();
      assertThat(
              cairn
                  .memory()
                  .<Long>read(
                      tx -> tx.scan(SampleStore.NOTES, SampleStore.BY_TOPIC, Scan.all()).count()))
          .as("index entries made anew")
          .isEqualTo(40);
    }
  }

  @Test
  void aPageThatLeadsToItselfEnds() throws IOException {
    int root = (int) tree("data").root();
    change(
        bytes -> {
          int node = root * PAGE + bytes.getShort(root * PAGE + 16);
          bytes.putShort(node, (short) root);
        });
    assertThat(findings())
        .anySatisfy(finding -> assertThat(finding.problem()).contains("in use twice"));
  }

  @Test
  void aHeaderThatIsGarbageLosesNoRow() throws IOException {
    for (int page : new int[] {0, 1}) {
      change(bytes -> bytes.put(page * PAGE, new byte[PAGE]));
      assertThat(findings()).extracting(Finding::kind).contains(Kind.FILE);
    }
    int older = 1 - newestMeta();
    change(bytes -> bytes.put(older * PAGE, new byte[PAGE]));
    assertThat(rows(salvage())).isEqualTo(rows(soundReport()));
  }

  /** LMDB takes the page size from the newer one, and finds the second one by that of the first. */
  @Test
  void headersThatDisagreeOnThePageSizeAreReported() throws IOException {
    change(bytes -> bytes.putInt(PAGE + 40, 2 * PAGE));
    assertThat(findings())
        .anySatisfy(
            finding ->
                assertThat(finding.problem())
                    .isEqualTo(
                        "the second header cannot be used: it is at byte 4096, and its page size"
                            + " is 8192"));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> Cairn.open(directory).close())
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }

  @Test
  void withoutBothHeadersEveryRowComesOutOfWhichThereIsACopy() throws IOException {
    change(bytes -> bytes.put(0, new byte[2 * PAGE]));
    assertThat(findings())
        .anySatisfy(finding -> assertThat(finding.problem()).contains("first header"))
        .anySatisfy(finding -> assertThat(finding.problem()).contains("second header"));
    SalvageReport salvaged = salvage();
    assertThat(salvaged.whole()).isFalse();
    assertThat(rows(salvaged)).isGreaterThanOrEqualTo(rows(soundReport()));
    assertThat(salvaged.tables())
        .allSatisfy(table -> assertThat(table.doubtful()).isEqualTo(table.rows()));
  }

  @Test
  void headersThatStillLeadToTheTreesLoseNoRow() throws IOException {
    change(bytes -> bytes.put(16, (byte) 0).put(PAGE + 16, (byte) 0)); // by what LMDB knows them
    assertThat(findings()).extracting(Finding::kind).containsOnly(Kind.FILE);
    assertThat(rows(salvage())).isEqualTo(rows(soundReport()));
  }

  @Test
  void aFileWithoutASinglePageIsReported() throws IOException {
    Files.write(data, Arrays.copyOf(sound, 100));
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Kind.FILE);
              assertThat(finding.problem()).contains("100 bytes");
            });
  }

  @Test
  void headersThatDoNotFollowEachOtherAreReported() throws IOException {
    change(bytes -> bytes.putLong(newestMeta() * PAGE + 144, 1L << 40));
    assertThat(findings())
        .anySatisfy(finding -> assertThat(finding.problem()).contains("do not follow each other"));
  }

  @Test
  void wrongCountsAreReported() throws IOException {
    int main = Math.toIntExact(mainRoot());
    int[] node = new int[1];
    change(
        bytes -> {
          node[0] = main * PAGE + bytes.getShort(main * PAGE + 16 + 2); // of "data"
          int record = node[0] + 8 + 4;
          bytes.putLong(record + 32, bytes.getLong(record + 32) + 7);
        });
    assertThat(findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.database()).isEqualTo("data");
              assertThat(finding.problem())
                  .matches("it is said to have \\d+ entries, and has \\d+");
            });
  }

  private static long mainRoot() {
    try (StorePages pages = StorePages.open(home)) {
      return pages.meta().main().root();
    }
  }

  @Test
  void aFreeListThatNamesWhatIsInUseIsReportedAndNoRowIsLost() throws IOException {
    long root = tree("data").root();
    long free;
    try (StorePages pages = StorePages.open(home)) {
      free = pages.meta().free().root();
    }
    change(
        bytes -> {
          int page = (int) free * PAGE;
          int count = (bytes.getShort(page + 12) - 16) / 2;
          for (int i = 0; i < count; i++) {
            int node = page + bytes.getShort(page + 16 + 2 * i);
            if (bytes.getLong(node + 16) == 1) { // a list of one page
              bytes.putLong(node + 24, root);
            }
          }
        });
    if (!Arrays.equals(Files.readAllBytes(data), sound)) {
      assertThat(findings())
          .anySatisfy(finding -> assertThat(finding.problem()).contains("in use and free at once"))
          .anySatisfy(finding -> assertThat(finding.problem()).contains("neither in use nor free"));
      assertThat(rows(salvage())).isEqualTo(rows(soundReport()));
    }
  }

  @Test
  void aFileThatIsCutOffIsReported() throws IOException {
    Files.write(data, Arrays.copyOf(sound, sound.length / 2));
    assertThat(findings())
        .anySatisfy(finding -> assertThat(finding.problem()).contains("the file is cut off"));
    assertThat(salvage().whole()).isFalse();
  }

  @Test
  void whereThereIsNoStoreThereIsNothingToVerifyOrSalvage() throws IOException {
    Path nothing = directory.resolve("nothing");
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> Maintenance.verify(nothing, VerifyOptions.deep()))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(
            () -> Maintenance.salvage(nothing, directory.resolve("new"), SalvageOptions.defaults()))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.MISSING));
    Files.writeString(data, "something else entirely, and long enough ".repeat(500));
    assertThatExceptionOfType(StoreOpenException.class)
        .isThrownBy(() -> verify(true))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.NOT_A_STORE));
    assertThat(directory.resolve("new")).doesNotExist();
  }

  @Test
  void salvageDoesNotTouchWhatHoldsRows() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Maintenance.salvage(directory, directory, SalvageOptions.defaults()))
        .withMessageContaining("into itself");
    SalvageReport first = salvage();
    assertThatExceptionOfType(StoreNotEmptyException.class).isThrownBy(this::salvage);
    assertThat(first.whole()).isTrue();
  }
}
