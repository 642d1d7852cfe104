package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Durability;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The program of {@link PowerFailureTest} whose disk writes are recorded: it adds entries to a
 * store, and logs each acknowledged one separately.
 */
public final class RecordedAgent {
  private final Cairn store;
  private final FileChannel acknowledged;
  private final boolean flushing;

  private RecordedAgent(Cairn store, FileChannel acknowledged, boolean flushing) {
    this.store = store;
    this.acknowledged = acknowledged;
    this.flushing = flushing;
  }

  /**
   * Arguments: store, file for acknowledgements, durability, threads, entries of each, whether to
   * flush before each acknowledgement.
   */
  public static void main(String[] args) throws Exception {
    OtherJvm.endWithAnyThread();
    CairnOptions options =
        CairnOptions.defaults().withDurability(Durability.valueOf(args[2])).withMapSize(64 << 20);
    try (FileChannel acknowledged =
            FileChannel.open(
                Path.of(args[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Cairn store = Cairn.open(Path.of(args[0]), options)) {
      RecordedAgent agent = new RecordedAgent(store, acknowledged, Boolean.parseBoolean(args[5]));
      agent.acknowledge("opened", 0);
      agent.work(Integer.parseInt(args[3]), Integer.parseInt(args[4]));
    }
  }

  private void work(int threads, int entries) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      String name = "agent-" + i;
      Thread thread = new Thread(() -> enter(name, entries), name);
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  private void enter(String name, int entries) {
    for (int i = 0; i < entries; i++) {
      long entered = Ledger.enter(store.memory(), name) + 1;
      if (flushing) {
        store.flush();
      }
      acknowledge(name, entered);
    }
  }

  private void acknowledge(String name, long entries) {
    try {
      acknowledged.write(ByteBuffer.wrap("%s %d\n".formatted(name, entries).getBytes(UTF_8)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
