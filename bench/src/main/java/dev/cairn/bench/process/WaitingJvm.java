package dev.cairn.bench.process;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Durability;
import dev.cairn.Memory;
import dev.cairn.bench.report.Median;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  /**
   * The row that the other process waits for.
   *
   * @param nanos when the write's function ended, as of {@link System#nanoTime()}, which all
   *     processes of a machine share on Linux
   */
  record Sent(int number, long nanos) {}

  private WaitingJvm() {}

  /** Runs; the arguments are the directory of the store and what is to be done. */
  public static void main(String[] args) throws IOException, InterruptedException {
    // Without a sync, which would be most of what is measured.
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
    memory.put(ROWS, KEY, new Sent(0, 0));
    ParentJvm.awaitGo();
    for (int i = 1; i <= WARM_UP + ROUNDS; i++) {
      int number = i;
      memory.write(m -> m.put(ROWS, KEY, new Sent(number, System.nanoTime())));
      Thread.sleep(PAUSE.toMillis());
    }
  }

  private static void await(Memory memory) throws IOException, InterruptedException {
    List<Double> nanos = new ArrayList<>();
    ParentJvm.awaitGo();
    int seen = 0;
    while (seen < WARM_UP + ROUNDS) {
      int last = seen;
      Sent sent = memory.await(m -> m.get(ROWS, KEY).filter(row -> row.number() > last), LONG);
      long now = System.nanoTime();
      seen = sent.number();
      if (seen > WARM_UP) {
        nanos.add((double) (now - sent.nanos()));
      }
    }
    ParentJvm.say(WAIT, Math.round(Median.of(nanos)));
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
