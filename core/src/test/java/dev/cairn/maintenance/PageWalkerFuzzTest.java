package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.engine.FileTree;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.survival.Effort;
import dev.cairn.survival.Fuzzing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that verification and salvage cope with arbitrary data files: faults are reported, and
 * readable rows go to a sound store.
 */
@Tag("slow")
class PageWalkerFuzzTest {
  private static final int SALVAGED_EVERY = 50;
  private static final int SHOWN_CHARS = 30;

  @TempDir private Path home;
  private int files;

  @Test
  void filesAreWalkedOrRefused() throws InterruptedException {
    new Fuzzing("pages", this::walk, StoreOpenException.class).run(Effort.of(500, 100_000));
  }

  private Object walk(byte[] file) throws IOException {
    Path store = Files.createDirectories(home.resolve("store"));
    Files.write(store.resolve("data.mdb"), file);
    VerifyReport verified =
        Maintenance.verify(store, VerifyOptions.deep().withTables(SampleStore.tables()));
    Map<byte[], byte[]> rows = new TreeMap<>(Arrays::compareUnsigned);
    SalvageReport salvaged = salvage(store, rows);
    if (verified.sound()) {
      assertThat(salvaged.whole()).isTrue();
      assertThat(salvaged.tables())
          .extracting(SalvageReport.TableCount::rows)
          .isEqualTo(verified.tables().stream().map(VerifyReport.TableCount::rows).toList());
    }
    if (++files % SALVAGED_EVERY == 0) {
      salvageIntoAStore(store, home.resolve("salvaged"));
    }
    TreeSet<String> findings = new TreeSet<>();
    for (Finding finding : verified.findings()) {
      String problem = finding.problem().replaceAll("[^a-z ]", "");
      findings.add(finding.kind() + problem.substring(0, Math.min(SHOWN_CHARS, problem.length())));
    }
    return findings;
  }

  private static SalvageReport salvage(Path store, Map<byte[], byte[]> rows) throws IOException {
    try (StorePages pages = StorePages.open(store)) {
      return Salvage.read(
          pages, rows::put, SalvageOptions.defaults().withTables(SampleStore.tables()));
    }
  }

  private static void salvageIntoAStore(Path store, Path target) throws IOException {
    SalvageReport salvaged =
        Maintenance.salvage(
            store, target, SalvageOptions.defaults().withTables(SampleStore.tables()));
    assertThat(
            Maintenance.verify(target, VerifyOptions.deep().withTables(SampleStore.tables()))
                .findings())
        .isEmpty();
    try (Cairn cairn = Cairn.open(target)) {
      assertThat(cairn.memory().sites().count())
          .isLessThanOrEqualTo(
              salvaged.tables().stream().mapToLong(SalvageReport.TableCount::rows).sum());
    }
    FileTree.delete(target);
  }
}
