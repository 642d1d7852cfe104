package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.StorageException;
import dev.cairn.survival.Effort;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests named locks among processes, some of which are killed. */
@Tag("slow")
class LockProcessesTest {
  private static final long PATIENT = 60_000;

  /** In every build, where a loaded machine may take long to run the threads at all. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** The promise about locks whose holder has died, for the long form on a quiet machine. */
  private static final Duration LOST = soon(250);

  private static Duration soon(int millisInTheLongForm) {
    boolean longForm = Effort.of(0, 1) == 1;
    return longForm ? Duration.ofMillis(millisInTheLongForm) : SOON;
  }

  @TempDir Path directory;

  private OtherJvm agent() {
    OtherJvm agent = OtherJvm.small(LockAgent.class, directory, PATIENT);
    assertThat(agent.line()).isEqualTo("ready");
    return agent;
  }

  private static long token(String answer) {
    assertThat(answer).startsWith("granted ");
    return Long.parseLong(answer.substring("granted ".length()));
  }

  private static void awaitWaiters(Cairn cairn, String name, int count) {
    NamedLock lock = cairn.memory().locks().on(name);
    Await.until(count + " wait for " + name, () -> lock.status().waiters().size() == count);
  }

  @Test
  void aKilledHolderGivesUpItsLockAndAKilledWaiterItsPlace() {
    try (Cairn cairn = Cairn.open(directory);
        OtherJvm holder = agent();
        OtherJvm waiter = agent();
        OtherJvm next = agent()) {
      long first = token(holder.ask("write", "x"));
      waiter.send("write", "x");
      awaitWaiters(cairn, "x", 1);
      next.send("write", "x");
      awaitWaiters(cairn, "x", 2);
      waiter.kill();
      holder.kill();
      long killed = System.nanoTime();
      assertThat(token(next.line())).isGreaterThan(first);
      Duration took = Duration.ofNanos(System.nanoTime() - killed);
      Effort.note("a lock after its holder was killed: " + took.toMillis() + " ms");
      assertThat(took).isLessThan(LOST);
      next.kill();
      try (Hold hold = cairn.memory().locks().on("x").tryWrite().orElseThrow()) {
        assertThat(hold.isHeld()).isTrue();
      }
    }
  }

  @Test
  void aProcessThatStartsInTheSlotOfADeadOneDoesNotMakeItLookAlive() {
    try (Cairn cairn = Cairn.open(directory);
        Hold mine = cairn.memory().locks().on("y").write();
        OtherJvm holder = agent()) {
      assertThat(holder.ask("write", "x")).startsWith("granted");
      holder.kill();
      try (OtherJvm starting = OtherJvm.small(StoppedOnEntryAgent.class, directory)) {
        assertThat(starting.line()).isEqualTo("enters");
        assertThat(cairn.memory().locks().on("x").tryWrite()).isPresent();
        assertThat(mine.isHeld()).isTrue();
      }
    }
  }

  @Test
  void theThirdOfTwoPermitsIsThereWhenAHolderIsKilled() {
    try (Cairn cairn = Cairn.open(directory);
        OtherJvm one = agent();
        OtherJvm two = agent()) {
      NamedSemaphore batch = cairn.memory().locks().semaphore("batch", 2);
      assertThat(one.ask("permit", "batch")).startsWith("granted");
      try (Hold mine = batch.acquire()) {
        assertThat(batch.tryAcquire()).isEmpty();
        two.send("permit", "batch");
        Await.until("one waits", () -> batch.status().waiters().size() == 1);
        one.kill();
        assertThat(two.line()).startsWith("granted");
        assertThat(batch.status().holders()).hasSize(2);
        cairn.memory().write(mine.token(), memory -> memory.users().recordConversation("ann"));
      }
      assertThat(batch.acquireAsync().join().token().number()).isPositive();
    }
  }

  @Test
  void aDeadlockOverThreeProcessesIsRefusedAndNamesThemAll() {
    try (Cairn cairn = Cairn.open(directory);
        OtherJvm one = agent();
        OtherJvm two = agent();
        OtherJvm three = agent()) {
      long unused = token(one.ask("write", "a")) + token(two.ask("write", "b"));
      assertThat(three.ask("write", "c")).startsWith("granted");
      one.send("write", "b");
      awaitWaiters(cairn, "b", 1);
      two.send("read", "c");
      awaitWaiters(cairn, "c", 1);
      long asked = System.nanoTime();
      assertThat(three.ask("read", "a"))
          .startsWith("a deadlock")
          .contains("process " + one.pid(), "process " + two.pid(), "process " + three.pid())
          .contains("'a'", "'b'", "'c'");
      Duration took = Duration.ofNanos(System.nanoTime() - asked);
      Effort.note("a deadlock over 3 processes found: " + took.toMillis() + " ms");
      assertThat(took).isLessThan(soon(200));
      assertThat(three.ask("release", "c")).isEqualTo("released");
      assertThat(two.line()).startsWith("granted");
      assertThat(two.ask("release", "b")).isEqualTo("released");
      assertThat(one.line()).startsWith("granted");
    }
  }

  @Test
  void afterARestartOfTheMachineTheLocksAreFreeAndTokensGrow() {
    long last = 0;
    for (String run : List.of("first", "second", "third")) {
      OtherJvm agent = runAgent(run);
      long token = token(agent.ask("write", "x"));
      assertThat(token).isGreaterThan(last);
      last = token;
      agent.kill();
    }
    assertThat(directory.resolve("volatile"))
        .isDirectoryContaining("glob:**/third")
        .isDirectoryNotContaining("glob:**/{first,second}");
  }

  @Test
  void processesThatNameTheRunOfTheMachineDifferentlyAreRefused() {
    try (OtherJvm agent = runAgent("first")) {
      assertThat(agent.ask("write", "x")).startsWith("granted");
      try (Cairn cairn = Cairn.open(directory)) {
        assertThatThrownBy(() -> cairn.memory().locks())
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("'first'")
            .hasMessageContaining("cairn.machine.run");
        agent.kill();
        assertThat(cairn.memory().locks().on("x").tryWrite()).isPresent();
      }
    }
  }

  private OtherJvm runAgent(String run) {
    OtherJvm agent =
        OtherJvm.of(LockAgent.class, directory, PATIENT)
            .small()
            .flags(List.of("-Dcairn.machine.run=" + run))
            .start();
    assertThat(agent.line()).isEqualTo("ready");
    return agent;
  }

  @Test
  void whileProcessesAreKilledWritersAreAloneAndRequestsAreServedInTheirOrder() {
    long time = TimeUnit.SECONDS.toNanos(Effort.of(6, 60));
    Random random = new Random(Effort.seed());
    GrantHistory history = new GrantHistory();
    List<OtherJvm> jvms = new ArrayList<>();
    int started = 0;
    try {
      for (long end = 0; end == 0 || System.nanoTime() < end; ) {
        while (jvms.size() < 4) {
          jvms.add(OtherJvm.small(LockContender.class, directory, started++, PATIENT));
        }
        if (end == 0) {
          jvms.forEach(jvm -> assertThat(jvm.line()).isEqualTo("ready"));
          end = System.nanoTime() + time;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1_500 + random.nextInt(1_000)));
        OtherJvm victim = jvms.remove(random.nextInt(jvms.size()));
        victim.expectAlive();
        long ended = System.nanoTime();
        history.add(victim.kill(), ended);
      }
      for (OtherJvm jvm : jvms) {
        jvm.expectAlive();
        long ended = System.nanoTime();
        history.add(jvm.kill(), ended);
      }
    } finally {
      jvms.forEach(OtherJvm::close);
    }
    Effort.note("grants of named locks to processes some of which were killed: " + history.size());
    assertThat(history.size()).isGreaterThan(100);
    history.check();
    Duration lost = history.longestLoss();
    Duration gap = history.longestGap();
    Effort.note(
        "locks of killed processes: granted again within %d ms; the longest time without a holder %d ms"
            .formatted(lost.toMillis(), gap.toMillis()));
    assertThat(lost).isLessThan(LOST);
  }

  @Test
  void aHundredWaitersCostNextToNoProcessor() {
    try (Cairn cairn = Cairn.open(directory);
        Hold busy = cairn.memory().locks().on("busy").write();
        OtherJvm waiters = OtherJvm.small(LockWaitersAgent.class, directory, 100)) {
      assertThat(waiters.line()).isEqualTo("ready");
      awaitWaiters(cairn, "busy", 100);
      processorTime(waiters, Duration.ofSeconds(5)); // to warm up
      Duration measured = Duration.ofSeconds(Effort.of(5, 20));
      double share = processorTime(waiters, measured).toNanos() / (double) measured.toNanos();
      Effort.note("processor of 100 waiters on a lock: %.2f %% of a core".formatted(100 * share));
      assertThat(share).isLessThan(Effort.of(5, 1) / 100.0); // a busy machine costs more
      assertThat(busy.isHeld()).isTrue();
    }
  }

  private static Duration processorTime(OtherJvm jvm, Duration meanwhile) {
    long before = Long.parseLong(jvm.ask("time"));
    long end = System.nanoTime() + meanwhile.toNanos();
    for (long left = meanwhile.toNanos(); left > 0; left = end - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
    return Duration.ofNanos(Long.parseLong(jvm.ask("time")) - before);
  }

  @Test
  void randomOrdersOfLocksWithoutACycleGiveNoFalseAlarm() throws InterruptedException {
    Random random = new Random(Effort.seed());
    int orders = Effort.of(100, 1_000);
    try (Cairn cairn = Cairn.open(directory)) {
      for (int i = 0; i < orders; i++) {
        List<String> names = new ArrayList<>(List.of("a", "b", "c", "d", "e"));
        Collections.shuffle(names, random); // one order for all threads, so there is no cycle
        List<Thread> threads = new ArrayList<>();
        Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
        for (int t = 0; t < 4; t++) {
          List<String> some =
              names.stream().filter(name -> random.nextInt(3) > 0).toList(); // in that order
          long seed = random.nextLong();
          Thread thread = new Thread(() -> takeAll(cairn, some, new Random(seed)));
          thread.setUncaughtExceptionHandler((failed, thrown) -> failures.add(thrown));
          thread.start();
          threads.add(thread);
        }
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(failures).as("order %d, %s", i, names).isEmpty();
      }
      Effort.note("random orders of locks without a false alarm: " + orders);
      LockStatistics statistics = cairn.memory().locks().statistics();
      assertThat(statistics.ofAllProcesses()).allMatch(use -> use.deadlocks() == 0);
    }
  }

  private static void takeAll(Cairn cairn, List<String> names, Random random) {
    List<Hold> holds = new ArrayList<>();
    for (String name : names) {
      NamedLock lock = cairn.memory().locks().on(name);
      holds.add(random.nextBoolean() ? lock.write() : lock.read());
    }
    Collections.reverse(holds);
    holds.forEach(Hold::close);
  }
}
