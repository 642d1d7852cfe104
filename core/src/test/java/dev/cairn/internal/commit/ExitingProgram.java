package dev.cairn.internal.commit;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A program for {@link ExitTest} that ends while writes are queued, and never closes its store. */
public final class ExitingProgram {
  /** The ways in which the program ends. */
  enum Ending {
    RETURN,
    EXIT,
    EXIT_IN_WRITE
  }

  static final int WRITES = 1_000;

  private ExitingProgram() {}

  /** Arguments: the store and how to end. */
  public static void main(String[] args) {
    Engine engine = Stores.open(Path.of(args[0]));
    Ending ending = Ending.valueOf(args[1]);
    if (ending == Ending.EXIT_IN_WRITE) {
      CompletableFuture<?> unused =
          engine.writeAsync(
              batch -> {
                System.exit(0);
                return null;
              },
              LONG);
    }
    for (int i = 0; i < WRITES; i++) {
      String key = "key" + i;
      CompletableFuture<?> unused =
          engine.writeAsync(batch -> batch.put(bytes(key), bytes("1")), LONG);
    }
    System.out.println("queued");
    if (ending == Ending.EXIT) {
      System.exit(0);
    }
  }
}
