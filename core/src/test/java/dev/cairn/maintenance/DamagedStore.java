package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Tree;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Copies a sound store for a test that damages, verifies and salvages the copy. */
abstract class DamagedStore {
  static final int PAGE = ByteRoles.PAGE;

  @TempDir static Path home;

  static byte[] sound;

  @TempDir Path directory;

  Path data;

  @BeforeAll
  static void makeStore() throws IOException {
    SampleStore.create(home);
    sound = Files.readAllBytes(home.resolve("data.mdb"));
  }

  @BeforeEach
  void copyStore() throws IOException {
    data = directory.resolve("data.mdb");
    Files.write(data, sound);
  }

  VerifyReport verify(boolean deep) {
    return Maintenance.verify(
        directory,
        (deep ? VerifyOptions.deep() : VerifyOptions.shallow()).withTables(SampleStore.tables()));
  }

  List<Finding> findings() {
    return verify(true).findings();
  }

  void change(Consumer<ByteBuffer> change) throws IOException {
    byte[] bytes = sound.clone();
    change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()));
    Files.write(data, bytes);
  }

  SalvageReport salvage() {
    return Maintenance.salvage(
        directory,
        directory.resolve("new"),
        SalvageOptions.defaults().withTables(SampleStore.tables()));
  }

  long rows(SalvageReport report) {
    return report.tables().stream().mapToLong(SalvageReport.TableCount::rows).sum();
  }

  static long rows(VerifyReport report) {
    return report.tables().stream().mapToLong(VerifyReport.TableCount::rows).sum();
  }

  Tree tree(String name) {
    try (StorePages pages = StorePages.open(home)) {
      return pages.file().database(pages.meta(), name);
    }
  }

  static int newestMeta() {
    try (StorePages pages = StorePages.open(home)) {
      return pages.meta().page();
    }
  }

  static VerifyReport soundReport() {
    return Maintenance.verify(home, VerifyOptions.deep().withTables(SampleStore.tables()));
  }
}
