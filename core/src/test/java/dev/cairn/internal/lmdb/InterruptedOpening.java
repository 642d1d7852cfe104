package dev.cairn.internal.lmdb;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.Stores;
import java.io.File;
import java.nio.file.Path;

/**
 * A program for {@link NativeLibraryTest} whose main thread is interrupted again and again while it
 * opens a store.
 */
public final class InterruptedOpening {
  private InterruptedOpening() {}

  /** Arguments: the store. The temporary directory must be empty. */
  public static void main(String[] args) {
    Thread opening = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              File unpacked = new File(System.getProperty("java.io.tmpdir"));
              while (true) {
                String[] names = unpacked.list();
                if (names != null && names.length > 0) {
                  opening.interrupt();
                }
              }
            });
    interrupter.setDaemon(true);
    interrupter.start();
    try (Engine engine = Stores.open(Path.of(args[0]))) {
      System.out.println("interrupted: " + Thread.interrupted());
      System.out.println(Stores.put(engine, "key", "value"));
    }
  }
}
