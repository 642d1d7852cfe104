package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.cairn.LockTimeoutException;
import dev.cairn.locks.LockStatistics.Event;
import dev.cairn.locks.LockStatistics.Operation;
import dev.cairn.locks.LockStatistics.Use;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import dev.cairn.values.Following;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Tests what is counted of locks, by this process and by all. */
class LockStatisticsTest extends OpenStoreForLocks {
  private static final Duration HELD = Duration.ofMillis(120);

  private LockStatistics statistics() {
    return memory.locks().statistics();
  }

  private static Use use(List<Use> uses, String resource, LockKind kind) {
    return uses.stream()
        .filter(one -> one.resource().equals(resource) && one.kind() == kind)
        .findFirst()
        .orElseThrow(() -> new AssertionError(resource + " " + kind + " of " + uses));
  }

  private static void hold(NamedLock lock) {
    try (Hold hold = lock.write()) {
      assertThat(hold.isHeld()).isTrue();
      long end = System.nanoTime() + HELD.toNanos();
      while (System.nanoTime() < end) {
        LockSupport.parkNanos(end - System.nanoTime());
      }
    }
  }

  @Test
  void waitsHoldsAndTimeoutsAreCountedByResourceAndKind() throws Exception {
    for (int i = 0; i < 3; i++) {
      hold(lock("a"));
    }
    lock("a").read().close();
    Hold mine = lock("a").write();
    mine.close();
    Hold held = lock("a").write();
    Hold again = lock("a").write();
    assertThat(again.token()).isEqualTo(held.token());
    NamedLock hasty = lock("a").withTimeout(Duration.ofMillis(50));
    assertThatThrownBy(() -> elsewhere(hasty::read)).hasCauseInstanceOf(LockTimeoutException.class);
    assertThat(elsewhere(() -> lock("a").tryRead())).as("no wait, no timeout").isEmpty();
    Future<Hold> waiting = others.submit(() -> lock("a").read());
    Await.until("it waits", () -> lock("a").status().waiters().size() == 1);

    Use writing = use(statistics().ofThisProcess(), "a", LockKind.WRITE);
    assertThat(writing.acquisitions()).as("once more is no more").isEqualTo(5);
    assertThat(writing.releases()).isEqualTo(4);
    assertThat(writing.holders()).isEqualTo(1);
    assertThat(writing.waiters()).isZero();
    assertThat(writing.holds().count()).isEqualTo(4);
    assertThat(writing.holds().max()).isGreaterThanOrEqualTo(HELD);
    assertThat(writing.holds().p50()).isBetween(HELD.minusMillis(2), writing.holds().max());
    assertThat(writing.holds().p99()).isLessThanOrEqualTo(writing.holds().max());
    assertThat(writing.holds().mean()).isGreaterThan(HELD.dividedBy(2));

    Use reading = use(statistics().ofThisProcess(), "a", LockKind.READ);
    assertThat(reading.timeouts()).isEqualTo(1);
    assertThat(reading.waiters()).isEqualTo(1);
    assertThat(reading.holders()).isZero();
    held.close();
    again.close();
    assertThat(waiting.get(20, TimeUnit.SECONDS).isHeld()).isTrue();
    assertThat(use(statistics().ofThisProcess(), "a", LockKind.READ).holders()).isEqualTo(1);
    assertThat(use(statistics().ofThisProcess(), "a", LockKind.READ).waits().max()).isPositive();
  }

  @Test
  void permitsAndLocksOfThisProcessAloneAreCountedApart() {
    memory.locks().semaphore("a", 1).acquire().close();
    memory.locks().on("a", Scope.PROCESS).read().close();
    lock("a").writeAsync().join().close();
    assertThat(statistics().ofThisProcess())
        .extracting(Use::kind, Use::scope, Use::acquisitions, Use::releases)
        .containsExactly(
            tuple(LockKind.WRITE, Scope.MACHINE, 1L, 1L),
            tuple(LockKind.PERMIT, Scope.MACHINE, 1L, 1L),
            tuple(LockKind.READ, Scope.PROCESS, 1L, 1L));
    assertThat(statistics().ofAllProcesses())
        .extracting(Use::kind)
        .containsExactly(LockKind.WRITE, LockKind.PERMIT);
    assertThat(cairn.memory("alice").locks().statistics().ofThisProcess()).isEmpty();
  }

  @Test
  void theLastOperationsAreRememberedAndNotMore() {
    for (int i = 0; i < 300; i++) {
      lock("a").write().close();
    }
    Hold held = lock("b").read();
    List<Operation> recent = statistics().recent();
    assertThat(recent).hasSize(200);
    assertThat(recent.get(0))
        .returns("b", Operation::resource)
        .returns(Event.ACQUIRED, Operation::event)
        .returns(held.token().number(), one -> one.token().orElseThrow())
        .returns(Thread.currentThread().getName(), Operation::thread);
    assertThat(recent.get(1)).returns(Event.RELEASED, Operation::event);
    held.close();
  }

  @Test
  void theLocksUsedLastAreRememberedAndNotMore() {
    for (int i = 0; i < 1_100; i++) {
      lock("name " + i).write().close();
    }
    assertThat(statistics().ofThisProcess())
        .hasSize(1_000)
        .extracting(Use::resource)
        .contains("name 1099")
        .doesNotContain("name 0");
  }

  @Test
  void allProcessesAreCountedAlsoThoseThatHaveEnded() {
    try (OtherJvm one = agent();
        OtherJvm two = agent()) {
      lock("a").write().close();
      for (int i = 0; i < 3; i++) {
        assertThat(one.ask("write", "a")).startsWith("granted");
        assertThat(one.ask("release", "a")).isEqualTo("released");
      }
      assertThat(two.ask("write", "a")).startsWith("granted");
      Await.until("they have added theirs", () -> everywhere().acquisitions() == 5);
      assertThat(everywhere().holders()).isEqualTo(1);
      assertThat(everywhere().holds().count()).isEqualTo(4);
      two.kill();
      assertThat(everywhere().acquisitions()).isEqualTo(5);
      assertThat(everywhere().holders()).as("a dead one holds nothing").isZero();
      assertThat(use(statistics().ofThisProcess(), "a", LockKind.WRITE).acquisitions())
          .isEqualTo(1);
    }
  }

  private OtherJvm agent() {
    OtherJvm agent = OtherJvm.small(LockAgent.class, directory, 60_000);
    assertThat(agent.line()).isEqualTo("ready");
    return agent;
  }

  private Use everywhere() {
    return use(statistics().ofAllProcesses(), "a", LockKind.WRITE);
  }

  @Test
  void aResetForgetsOneResourceOrAll() {
    lock("a").write().close();
    lock("b").write().close();
    memory.locks().on("b", Scope.PROCESS).write().close();
    cairn.memory("alice").locks().on("a").write().close();
    assertThat(statistics().ofAllProcesses()).hasSize(2);
    statistics().reset("a");
    assertThat(statistics().ofAllProcesses()).extracting(Use::resource).containsExactly("b");
    assertThat(statistics().recent()).extracting(Operation::resource).doesNotContain("a");
    statistics().reset();
    assertThat(statistics().ofAllProcesses()).isEmpty();
    assertThat(statistics().ofThisProcess()).isEmpty();
    assertThat(statistics().recent()).isEmpty();
    assertThat(cairn.memory("alice").locks().statistics().ofAllProcesses()).hasSize(1);
    lock("a").write().close();
    assertThat(everywhere().acquisitions()).isEqualTo(1);
  }

  @Test
  void locksThatAreHeldAreListedAndFollowed() throws Exception {
    List<List<LockStatus>> told = new CopyOnWriteArrayList<>();
    Following following = memory.locks().follow(told::add);
    Await.until("nothing is told", () -> told.equals(List.of(List.of())));
    Hold hold = lock("a").withLease(Duration.ofSeconds(20)).write();
    Await.until("it is told", () -> last(told).size() == 1);
    LockStatus.Participant holder = last(told).get(0).holders().get(0);
    assertThat(holder.kind()).isEqualTo(LockKind.WRITE);
    assertThat(holder.token()).hasValue(hold.token().number());
    assertThat(holder.lease()).contains(Duration.ofSeconds(20));
    assertThat(holder.processId()).isEqualTo(ProcessHandle.current().pid());
    try (OtherJvm agent = agent()) {
      agent.send("write", "a");
      Await.until("the other one waits", () -> last(told).get(0).waiters().size() == 1);
      assertThat(last(told).get(0).waiters().get(0).processId()).isEqualTo(agent.pid());
      agent.kill();
      Await.until("its death is told", () -> last(told).get(0).waiters().isEmpty());
    }
    hold.close();
    Await.until("the end is told", () -> last(told).isEmpty());
    following.close();
    int count = told.size();
    lock("b").write().close();
    TimeUnit.MILLISECONDS.sleep(300);
    assertThat(told).hasSize(count);
  }

  private static List<LockStatus> last(List<List<LockStatus>> told) {
    return told.get(told.size() - 1);
  }
}
