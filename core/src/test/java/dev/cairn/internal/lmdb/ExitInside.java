package dev.cairn.internal.lmdb;

import static dev.cairn.internal.engine.Stores.LONG;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Snapshot;
import dev.cairn.internal.engine.Stores;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The program of {@link ExitInsideTest}, which calls System.exit inside a read or a write and
 * closes the store in a shutdown hook. Closing may wait for an hour for reads and writes at work,
 * so the test notices if it waits for this one.
 */
public final class ExitInside {
  private ExitInside() {}

  /** Arguments: the store, and "read" or "write". */
  public static void main(String[] args) {
    LmdbEngine.patienceNanos = Duration.ofHours(1).toNanos();
    Engine engine = Stores.open(Path.of(args[0]));
    Stores.put(engine, "key", "value");
    Runtime.getRuntime().addShutdownHook(new Thread(engine::close));
    if (args[1].equals("read")) {
      try (Snapshot snapshot = engine.snapshot()) {
        System.exit(snapshot.version() > 0 ? 0 : 1);
      }
    }
    engine.write(
        batch -> {
          System.exit(0);
          return null;
        },
        LONG);
  }
}
