package dev.cairn.bench.process;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Durability;
import dev.cairn.Memory;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The program of a child JVM that waits for what another one commits, commits it, or only waits.
 */
final class WaitingJvm {
  /** Commits a row, now and then. */
  static final String COMMIT = "commit";

  /** Waits for each of these rows. */
  static final String WAIT = "wait";

  /** Waits for rows that never come, a thousand at once. */
  static final String IDLE = "idle";

  private static final int WARM_UP = 500;
  private static final int ROUNDS = 500;

  /** Long enough for the other one to have fallen asleep. */
  private static final Duration PAUSE = Duration.ofMillis(5);

  private static final int WAITERS = 1_000;
  private static final Duration SETTLING = Duration.ofSeconds(5);
  private static final Duration MEASURED = Duration.ofSeconds(10);
  private static final Duration LONG = Duration.ofMinutes(10);

  private static final Table<String, Sent> ROWS =
      Table.named("sent").keyedBy(Keys.string()).holding(Sent.class);

  private static final String KEY = "row";

  /** The row that the other process waits for. */
  record Sent(int number) {}

  private WaitingJvm() {}

  /** Runs; the arguments are the directory of the store and what is to be done. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // With one sync less, so that the machine is idle for longer between the rounds.
    CairnOptions options = CairnOptions.defaults().withDurability(Durability.RELAXED);
    try (Cairn cairn = Cairn.open(Path.of(args[0]), options)) {
      Memory memory = cairn.memory();
      switch (args[1]) {
        case COMMIT -> commit(memory);
        case WAIT -> await(memory);
        case IDLE -> idle(memory);
        default -> throw new IllegalArgumentException(args[1]);
      }
    }
  }

  private static void commit(Memory memory) throws IOException, InterruptedException {
    long[] committed = new long[WARM_UP + ROUNDS];
    memory.put(ROWS, KEY, new Sent(-1));
    ParentJvm.awaitGo();
    for (int i = 0; i < committed.length; i++) {
      memory.put(ROWS, KEY, new Sent(i));
      committed[i] = System.nanoTime();
      Thread.sleep(PAUSE.toMillis());
    }
    ParentJvm.say(COMMIT, measured(committed));
  }

  private static void await(Memory memory) throws IOException, InterruptedException {
    long[] woken = new long[WARM_UP + ROUNDS];
    ParentJvm.awaitGo();
    int seen = -1;
    while (seen < woken.length - 1) {
      int last = seen;
      seen = memory.await(m -> m.get(ROWS, KEY).filter(row -> row.number() > last), LONG).number();
      woken[seen] = System.nanoTime();
    }
    ParentJvm.say(WAIT, measured(woken));
  }

  private static long[] measured(long[] nanos) {
    return Arrays.copyOfRange(nanos, WARM_UP, nanos.length);
  }

  private static void idle(Memory memory) throws IOException, InterruptedException {
    ParentJvm.awaitGo();
    List<CompletableFuture<Sent>> waits = new ArrayList<>();
    for (int i = 0; i < WAITERS; i++) {
      String key = "never" + i;
      waits.add(memory.awaitAsync(m -> m.get(ROWS, key), LONG));
    }
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    Thread.sleep(SETTLING.toMillis());
    long cpu = process.getProcessCpuTime();
    long begun = System.nanoTime();
    Thread.sleep(MEASURED.toMillis());
    ParentJvm.say(IDLE, process.getProcessCpuTime() - cpu, System.nanoTime() - begun);
    waits.forEach(wait -> wait.cancel(false));
  }
}
