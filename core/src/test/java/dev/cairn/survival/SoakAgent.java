package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for {@link SoakTest} that adds and reads entries without pause, and prints each
 * acknowledged entry, until it is killed. It answers each line of input with its heap, descriptors
 * and threads.
 */
public final class SoakAgent {
  private static final long READ_EVERY_NANOS = 100_000;

  /** So small a cache that it is soon full, and what still grows is something else. */
  private static final CairnOptions OPTIONS =
      CairnOptions.defaults().withMapSize(256 << 20).withCacheBytes(256 << 10);

  private final PrintStream output = new PrintStream(System.out, true, UTF_8);
  private final Cairn store;
  private final String name;

  private SoakAgent(Cairn store, String name) {
    this.store = store;
    this.name = name;
  }

  /** Arguments: store, how many threads write. Stands by until told its name. */
  public static void main(String[] args) throws Exception {
    OtherJvm.endWithAnyThread();
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    String name = input.readLine();
    if (name == null) {
      return;
    }
    Cairn store = Cairn.open(Path.of(args[0]), OPTIONS);
    SoakAgent agent = new SoakAgent(store, name);
    int threads = Integer.parseInt(args[1]);
    for (int i = 0; i < threads; i++) {
      String writer = name + "-" + i;
      new Thread(() -> agent.write(writer)).start();
      new Thread(() -> agent.read(writer)).start();
    }
    while (input.readLine() != null) {
      agent.output.println(agent.figures());
    }
    Runtime.getRuntime().halt(0);
  }

  private void write(String writer) {
    while (true) {
      long entries = Ledger.enter(store.memory(), writer) + 1;
      output.println("entry\t" + writer + "\t" + entries + "\t" + System.nanoTime());
    }
  }

  /** Reads what this agent's writer makes: it must never be less than before, by cache or scan. */
  private void read(String writer) {
    long before = 0;
    for (int i = 0; ; i++) {
      LockSupport.parkNanos(READ_EVERY_NANOS); // so that others get the processor, too
      long now = Ledger.entries(store.memory(), writer);
      if (now < before) {
        throw new IllegalStateException(writer + " had " + before + " entries and has " + now);
      }
      before = now;
      if (i % 1_000 == 0) {
        long kept = Ledger.count(store.memory(), writer);
        if (kept < Math.min(before, Ledger.KEPT)) {
          throw new IllegalStateException(
              writer + " made " + before + " entries and has kept " + kept);
        }
      }
    }
  }

  private String figures() throws Exception {
    System.gc();
    long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    int descriptors = 0;
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path unused : open) {
        descriptors++;
      }
    }
    return "figures\t%s\t%d\t%d\t%d"
        .formatted(name, heap, descriptors, ManagementFactory.getThreadMXBean().getThreadCount());
  }
}
