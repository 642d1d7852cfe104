package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.internal.lmdb.StagedStore;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.CopyOptions;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.RestoreOptions;
import dev.cairn.maintenance.SalvageOptions;
import dev.cairn.maintenance.VerifyOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that an empty path or {@code ~} is refused as the path of a store, because Java would not
 * interpret it as meant.
 */
class StorePathTest {
  @TempDir Path directory;

  private static Map<String, Consumer<Path>> uses(Cairn cairn, Path store) {
    return Map.of(
        "open", path -> Cairn.open(path).close(),
        "open read-only", path -> Cairn.open(path, CairnOptions.defaults().readOnly()).close(),
        "copy", path -> cairn.maintenance().copyTo(path, CopyOptions.whole()),
        "contents", path -> Maintenance.contents(path, ContentsOptions.defaults()).close(),
        "verify", path -> Maintenance.verify(path, VerifyOptions.shallow()),
        "pages", path -> StorePages.pinned(path).close(),
        "restore", path -> Maintenance.restore(path, RestoreOptions.defaults()).close(),
        "stage", path -> StagedStore.in(path, LmdbOptions.DEFAULT_MAP_BYTES).close(),
        "salvage", path -> Maintenance.salvage(store, path, SalvageOptions.defaults()));
  }

  private void refused(Path path, String... words) {
    Path store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      uses(cairn, store)
          .forEach(
              (name, use) ->
                  assertThatIllegalArgumentException()
                      .as("%s at '%s'", name, path)
                      .isThrownBy(() -> use.accept(path))
                      .withMessageContainingAll(words));
    }
  }

  @Test
  void anEmptyPathIsNotTakenForTheWorkingDirectory() {
    refused(Path.of(""), "is empty", "the working directory by '.'");
    assertThat(Path.of("data.mdb")).doesNotExist();
  }

  @Test
  void aTildeIsNotTakenForANameByMistake() {
    for (String path : List.of("~", "~/agents.cairn")) {
      refused(Path.of(path), "begins with '~'", path, "user.home", "./~");
    }
    assertThat(Path.of("~")).doesNotExist();
  }

  @Test
  void aTildeElsewhereIsAName() {
    for (String name : List.of("a~", "~a", "sub/~", "./~/x")) {
      Path store = directory.resolve(name);
      Cairn.open(store).close();
      assertThat(store.resolve("data.mdb")).exists();
    }
  }
}
