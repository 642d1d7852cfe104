package dev.cairn.internal.lmdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.engine.Child;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir Path directory;

  @Test
  void whereTheLibraryCannotBeLoadedTheStoreSaysSoEachTime() {
    Path absent = directory.resolve("absent");
    Path store = directory.resolve("store");
    List<String> withOption = List.of("env", "JAVA_TOOL_OPTIONS=-Dlmdbjava.extract.dir=" + absent);
    try (Child child = Child.start(withOption, System.getProperty("java.class.path"))) {
      for (int i = 0; i < 2; i++) {
        assertThat(child.ask("open", store))
            .startsWith("STORAGE LMDB's native library cannot be loaded")
            .contains("java.io.tmpdir", "lmdbjava.extract.dir (" + absent + ")", "noexec");
      }
    }
    assertThat(store.resolve("data.mdb")).doesNotExist();
    assertThat(Files.exists(absent)).isFalse();
  }
}
