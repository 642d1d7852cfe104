package dev.cairn.internal.lmdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.StorageException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a failed copy of a store reports its true cause, whatever words are in the names of
 * files.
 */
class LmdbCopyTest {
  @TempDir Path directory;
  private Engine engine;

  @BeforeEach
  void open() {
    engine = Stores.open(directory.resolve("store"));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private Throwable copyTo(Path copy) {
    Throwable thrown = catchThrowable(() -> engine.copyTo(copy, false));
    assertThat(thrown).isExactlyInstanceOf(StorageException.class);
    return thrown;
  }

  @Test
  void theDiskIsNotFullBecauseAFileIsNamedSo() throws IOException {
    Path file = Files.writeString(directory.resolve("no space left in the quota"), "text");
    Path copy = file.resolve("copies").resolve("copy");

    assertThat(copyTo(copy)).hasMessageContaining("cannot be copied to " + copy);
  }

  @Test
  void aFileInThePlaceOfADirectoryIsNamed() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");

    assertThat(copyTo(file)).hasMessageStartingWith(file + " exists");
    assertThat(copyTo(file.resolve("copy"))).hasMessageStartingWith(file + " exists");
  }
}
