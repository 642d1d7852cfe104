package dev.cairn.internal.commit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.testing.Await;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that a blocked dependent of a future does not delay the completion of other futures. */
class FutureThreadsTest {
  private static final int BLOCKING = 40;

  private final AtomicInteger woken = new AtomicInteger();
  private final FutureThreads threads = new FutureThreads("test", woken::incrementAndGet);
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch blocked = new CountDownLatch(BLOCKING);

  @AfterEach
  void close() {
    release.countDown();
    threads.shutdown();
  }

  private void block() {
    blocked.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks as the watchdog does, a stall later each time. */
  private void lookUntil(CountDownLatch done, String what) {
    AtomicLong now = new AtomicLong(System.nanoTime());
    Await.until(
        what,
        () -> {
          long pause = threads.look(now.get());
          now.addAndGet(Math.min(pause, 1_000_000_000));
          return done.getCount() == 0;
        });
  }

  @Test
  void tasksThatBlockHoldUpNoOther() {
    for (int i = 0; i < BLOCKING; i++) {
      threads.execute(this::block);
    }
    CountDownLatch ran = new CountDownLatch(1);
    threads.execute(ran::countDown);
    assertThat(woken).as("a look is asked for").hasPositiveValue();
    lookUntil(blocked, "all that block have begun");
    lookUntil(ran, "the task behind them has run");
    assertThat(release.getCount()).isOne();
  }

  @Test
  void tasksThatAreQuickNeedTwoThreads() throws InterruptedException {
    Set<Thread> used = ConcurrentHashMap.newKeySet();
    CountDownLatch ran = new CountDownLatch(1_000);
    for (int i = 0; i < 1_000; i++) {
      threads.execute(
          () -> {
            used.add(Thread.currentThread());
            ran.countDown();
          });
    }
    assertThat(ran.await(30, SECONDS)).isTrue();
    assertThat(used).hasSizeLessThanOrEqualTo(FutureThreads.THREADS);
    assertThat(used).allMatch(Thread::isDaemon);
    assertThat(used).allMatch(thread -> thread.getName().startsWith("cairn-future-"));
  }

  @Test
  void tasksThatWaitOnClosingAreRunThoughOthersBlock() throws InterruptedException {
    threads.execute(this::block);
    threads.execute(this::block);
    CountDownLatch ran = new CountDownLatch(1);
    threads.execute(ran::countDown);
    threads.shutdown();
    assertThat(ran.await(30, SECONDS)).isTrue();
    assertThatThrownBy(() -> threads.execute(() -> {}))
        .isInstanceOf(RejectedExecutionException.class);
  }
}
