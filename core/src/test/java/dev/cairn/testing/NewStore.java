package dev.cairn.testing;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A base class of tests that opens a new store for each test, with a clock that the test sets. */
public abstract class NewStore {
  protected final SettableClock clock = new SettableClock();
  protected Cairn cairn;

  @BeforeEach
  final void openStore(@TempDir Path directory) {
    cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock));
  }

  @AfterEach
  final void closeStore() {
    cairn.close();
  }
}
