package dev.cairn.internal.engine;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The base class of tests of the storage engine, which opens a new store for each test. */
abstract class OpenEngine {
  Engine engine;

  @BeforeEach
  void openStore(@TempDir Path directory) {
    engine = Stores.open(directory);
  }

  @AfterEach
  void closeStore() {
    engine.close();
  }
}
