package dev.cairn.locks;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.Cairn;
import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.LockUpgradeException;
import dev.cairn.StaleTokenException;
import dev.cairn.StoreClosedException;
import dev.cairn.testing.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Lock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests named locks among the threads of one process. */
class LocksTest extends OpenStoreForLocks {
  private static final Duration SHORT = Duration.ofMillis(100);

  /** Tells whether another thread gets the lock at once; it is released again. */
  private boolean canRead(String name) throws Exception {
    return elsewhere(() -> released(lock(name).tryRead()));
  }

  private boolean canWrite(String name) throws Exception {
    return elsewhere(() -> released(lock(name).tryWrite()));
  }

  private static boolean released(Optional<Hold> hold) {
    hold.ifPresent(Hold::close);
    return hold.isPresent();
  }

  private void awaitWaiters(String name, int count) {
    Await.until(count + " wait", () -> lock(name).status().waiters().size() == count);
  }

  @Test
  void aWriterHasTheLockForItself() throws Exception {
    try (Hold hold = lock("x").write()) {
      assertThat(hold.isHeld()).isTrue();
      assertThat(canRead("x")).isFalse();
      assertThat(canWrite("x")).isFalse();
      assertThat(canWrite("y")).isTrue();
    }
    assertThat(canWrite("x")).isTrue();
  }

  @Test
  void readersShareTheLock() throws Exception {
    try (Hold hold = lock("x").read()) {
      assertThat(canRead("x")).isTrue();
      assertThat(canWrite("x")).isFalse();
      assertThat(hold.isHeld()).isTrue();
    }
  }

  @Test
  void aWaitingWriterIsServedBeforeReadersThatCameLater() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Hold first = lock("x").read();
    List<Future<?>> waiting = new ArrayList<>();
    for (String name : List.of("writer", "reader", "another reader", "second writer")) {
      waiting.add(
          others.submit(
              () -> {
                try (Hold hold = name.contains("writer") ? lock("x").write() : lock("x").read()) {
                  order.add(name + hold.token().number());
                }
              }));
      awaitWaiters("x", waiting.size());
    }
    assertThat(canRead("x")).isFalse();
    first.close();
    for (Future<?> each : waiting) {
      each.get(20, SECONDS);
    }
    assertThat(order.get(0)).startsWith("writer");
    assertThat(order.get(3)).startsWith("second writer");
    assertThat(lock("x").status().holders()).isEmpty();
  }

  @Test
  void aGreaterPriorityGoesAheadUntilOthersHaveWaitedForLong() throws Exception {
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    Hold first = lock("x").write();
    List<Future<?>> waiting = new ArrayList<>();
    for (int priority : List.of(0, 0, 5)) {
      waiting.add(
          others.submit(
              () -> {
                try (Hold hold = lock("x").withPriority(priority).write()) {
                  order.add("priority " + priority);
                  assertThat(hold.isHeld()).isTrue();
                }
              }));
      awaitWaiters("x", waiting.size());
    }
    first.close();
    for (Future<?> each : waiting) {
      each.get(20, SECONDS);
    }
    assertThat(order).containsExactly("priority 5", "priority 0", "priority 0");
  }

  @Test
  void aHolderTakesItsLockAgainAndKeepsTheToken() throws Exception {
    Hold outer = lock("x").write();
    Hold inner = lock("x").write();
    Hold reading = lock("x").read();
    assertThat(inner.token()).isEqualTo(outer.token()).isEqualTo(reading.token());
    inner.close();
    inner.close();
    outer.close();
    assertThat(canRead("x")).as("it still reads").isTrue();
    assertThat(canWrite("x")).isFalse();
    reading.close();
    assertThat(canWrite("x")).isTrue();
  }

  @Test
  void aReaderMayNotBecomeAWriter() {
    try (Hold reading = lock("x").read()) {
      assertThatThrownBy(() -> lock("x").write())
          .isInstanceOf(LockUpgradeException.class)
          .hasMessageContaining("'x' for reading")
          .hasMessageContaining("release it first");
      assertThat(reading.isHeld()).isTrue();
    }
  }

  @Test
  void aTimeoutNamesTheHolderAndWithdrawsTheRequest() throws Exception {
    Hold hold = lock("x").write();
    assertThatThrownBy(() -> elsewhere(() -> lock("x").withTimeout(SHORT).read()))
        .cause()
        .isInstanceOf(LockTimeoutException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining(Thread.currentThread().getName())
        .hasMessageContaining("process " + ProcessHandle.current().pid());
    assertThat(lock("x").status().waiters()).isEmpty();
    hold.close();
  }

  @Test
  void twoThreadsThatWaitForEachOtherAreADeadlock() throws Exception {
    Hold mine = lock("a").write();
    Future<?> other =
        others.submit(
            () -> {
              try (Hold b = lock("b").write();
                  Hold a = lock("a").read()) {
                return a.isHeld() && b.isHeld();
              }
            });
    awaitWaiters("a", 1);
    assertThatThrownBy(() -> lock("b").read())
        .isInstanceOf(DeadlockException.class)
        .hasMessageContaining("'a'")
        .hasMessageContaining("'b'");
    assertThat(mine.isHeld()).isTrue();
    mine.close();
    assertThat(other.get(20, SECONDS)).isEqualTo(true);
  }

  @Test
  void tokensGrowAndARefusedWriteChangesNothing() {
    Hold first = lock("x").write();
    Token old = first.token();
    memory.write(old, m -> m.users().recordConversation("ann"));
    first.close();
    try (Hold second = lock("x").write()) {
      assertThat(second.token().number()).isGreaterThan(old.number());
      assertThatThrownBy(() -> memory.write(old, m -> m.users().recordConversation("ann")))
          .isInstanceOf(StaleTokenException.class)
          .hasMessageContaining("'x'");
    }
    assertThat(memory.users().get("ann").orElseThrow().conversations()).isEqualTo(1);
  }

  @Test
  void aLeaseThatIsNotRenewedEnds() throws Exception {
    Hold stuck = lock("x").withLease(Duration.ofMillis(300)).write();
    assertThat(stuck.renew()).isTrue();
    Hold next = elsewhere(() -> lock("x").write());
    assertThat(stuck.isHeld()).isFalse();
    assertThat(stuck.renew()).isFalse();
    assertThat(next.isHeld()).isTrue();
    stuck.close();
    assertThat(next.isHeld()).as("the former holder releases nothing").isTrue();
  }

  @Test
  void locksAreNotForTheInsideOfAWrite() {
    assertThatThrownBy(() -> memory.write(inner -> memory.locks()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("before it");
    assertThatThrownBy(() -> memory.write(inner -> memory.limits()))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @EnumSource(Scope.class)
  @SuppressWarnings("FutureReturnValueIgnored") // it is never returned
  void aLockThatWasMadeBeforeAWriteIsNotTakenInsideOfIt(Scope scope) {
    NamedLock lock = memory.locks().on("x", scope);
    Guard guard = memory.locks().guarding(lock);
    NamedSemaphore semaphore = memory.locks().semaphore("x", 2);
    Stream<Supplier<Object>> takes =
        Stream.of(
            lock::read,
            lock::tryWrite,
            lock::writeAsync,
            () -> lock.writeLock().tryLock(),
            () -> guard.write(() -> 1),
            semaphore::acquire,
            semaphore::tryAcquire,
            semaphore::acquireAsync);
    takes.forEach(
        take ->
            assertThatThrownBy(
                    () ->
                        memory.write(
                            inner -> {
                              Object unused = take.get();
                            }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("before it"));
    assertThat(lock.status().holders()).isEmpty();
  }

  @Test
  void aFutureHasTheLockForNoThread() throws Exception {
    Hold mine = lock("x").write();
    CompletableFuture<Hold> later = lock("x").writeAsync();
    CompletableFuture<Hold> cancelled = lock("x").writeAsync();
    CompletableFuture<Hold> last = lock("x").readAsync();
    awaitWaiters("x", 3);
    assertThat(cancelled.cancel(false)).isTrue();
    awaitWaiters("x", 2);
    mine.close();
    Hold got = later.get(20, SECONDS);
    assertThat(last).isNotDone();
    elsewhere(
        () -> {
          got.close();
          return "";
        });
    last.get(20, SECONDS).close();
    CompletableFuture<Hold> late;
    try (Hold again = lock("x").write()) {
      late = lock("x").withTimeout(SHORT).writeAsync();
      assertThatThrownBy(() -> late.get(20, SECONDS))
          .cause()
          .isInstanceOf(LockTimeoutException.class);
      assertThat(again.isHeld()).isTrue();
    }
    assertThat(lock("x").status()).isEqualTo(new LockStatus("x", List.of(), List.of()));
  }

  @Test
  @SuppressWarnings("LockNotBeforeTry") // another thread tries to release it in between
  void javasInterfaceFits() throws Exception {
    Lock writing = lock("x").writeLock();
    writing.lock();
    assertThat(elsewhere(() -> lock("x").readLock().tryLock())).isFalse();
    assertThat(elsewhere(() -> lock("x").readLock().tryLock(50, MILLISECONDS))).isFalse();
    assertThatThrownBy(() -> elsewhere(() -> release(writing)))
        .cause()
        .isInstanceOf(IllegalMonitorStateException.class);
    writing.unlock();
    assertThatThrownBy(writing::unlock)
        .isInstanceOf(IllegalMonitorStateException.class)
        .hasMessageContaining("does not hold the lock 'x' for writing");
    Future<?> interrupted;
    try (Hold hold = lock("x").write()) {
      interrupted = others.submit(() -> interruptedWait(hold));
      awaitWaiters("x", 1);
      others.shutdownNow();
      interrupted.get(20, SECONDS);
      awaitWaiters("x", 0);
    }
  }

  private static boolean release(Lock lock) {
    lock.unlock();
    return true;
  }

  private String interruptedWait(Hold hold) {
    try {
      lock(hold.token().resource()).readLock().lockInterruptibly();
      throw new AssertionError("granted");
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  @Test
  void locksOfOtherNamespacesAndScopesAreOthers() {
    String huge = "é".repeat(2_048);
    try (Hold one = lock(huge).write();
        Hold two = cairn.memory("alice").locks().on(huge).write();
        Hold three = memory.locks().on(huge, Scope.PROCESS).write();
        Hold four = lock(huge.substring(1)).write()) {
      assertThat(List.of(one, two, three, four)).allMatch(Hold::isHeld);
    }
  }

  @Test
  void aLockOfTheProcessCostsNoCommit() throws Exception {
    NamedLock lock = memory.locks().on("x", Scope.PROCESS);
    Hold hold = lock.write();
    Future<Hold> other = others.submit(() -> lock.write());
    Await.until("another waits", () -> lock.status().waiters().size() == 1);
    Token old = hold.token();
    hold.close();
    assertThat(other.get(20, SECONDS).token().number()).isGreaterThan(old.number());
    assertThatThrownBy(() -> memory.write(old, m -> m.users().recordConversation("ann")))
        .isInstanceOf(StaleTokenException.class);
  }

  @Test
  void badArgumentsAreRefused() {
    assertThatThrownBy(() -> lock(" ")).hasMessageContaining("blank: ' '; name");
    assertThatThrownBy(() -> lock("x".repeat(4_097))).hasMessageContaining("4097 bytes");
    assertThatThrownBy(() -> lock("\ud800")).hasMessageContaining("surrogate");
    assertThatThrownBy(() -> lock("x").withTimeout(Duration.ofSeconds(-1)))
        .hasMessageContaining("negative");
    assertThatThrownBy(() -> lock("x").withLease(Duration.ofMillis(1)))
        .hasMessageContaining("lease");
    assertThatThrownBy(() -> memory.write(m -> m.locks().on("x")))
        .isInstanceOf(IllegalStateException.class);
    lock("x").withTimeout(Duration.ofSeconds(Long.MAX_VALUE)).write().close();
    assertThatThrownBy(() -> lock("x").withPriority(1_000_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1000000");
    lock("x").withPriority(-10).write().close();
  }

  @Test
  void twoOpeningsOfAJvmShareTheirLocks() throws Exception {
    try (Cairn second = Cairn.open(directory)) {
      try (Hold outer = lock("x").write();
          Hold inner = second.memory().locks().on("x").write()) {
        assertThat(inner.token()).isEqualTo(outer.token());
      }
    }
    assertThat(lock("x").tryWrite()).isPresent();
  }

  @Test
  void closingTheStoreEndsTheWaits() throws Exception {
    Hold hold = lock("x").write();
    Future<Hold> waiting = others.submit(() -> lock("x").write());
    CompletableFuture<Hold> later = lock("x").readAsync();
    awaitWaiters("x", 2);
    cairn.close();
    assertThatThrownBy(() -> later.get(20, SECONDS))
        .cause()
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> waiting.get(20, SECONDS))
        .cause()
        .isInstanceOf(StoreClosedException.class);
    assertThatThrownBy(() -> memory.locks()).isInstanceOf(StoreClosedException.class);
    open();
    try (Hold again = lock("x").write()) {
      assertThat(again.token().number()).isGreaterThan(hold.token().number());
    }
  }
}
