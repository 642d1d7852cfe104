package dev.cairn.internal.lmdb;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class FutureThreadsTest {
  private final CountDownLatch ran = new CountDownLatch(1);
  private int lost;

  /** As a thread that dies between taking a task and running it. */
  private final class LosingPool extends ForkJoinPool {
    LosingPool() {
      super(1);
    }

    @Override
    public void execute(Runnable task) {
      if (lost > 0) {
        lost--;
      } else {
        super.execute(task);
      }
    }
  }

  private final FutureThreads threads = new FutureThreads(new LosingPool());

  @Test
  void whatThePoolLosesIsRunAtTheNextLook() throws InterruptedException {
    lost = 2;
    threads.execute(ran::countDown);
    threads.goOn();
    assertThat(ran.getCount()).isOne();
    threads.goOn();
    assertThat(ran.await(30, SECONDS)).isTrue();
    threads.shutdown();
  }

  @Test
  void whatThePoolLosesIsRunOnClosing() throws InterruptedException {
    lost = 1;
    threads.execute(ran::countDown);
    threads.shutdown();
    assertThat(ran.await(30, SECONDS)).isTrue();
    CountDownLatch late = new CountDownLatch(1);
    threads.execute(late::countDown);
    assertThat(late.getCount()).isZero();
  }
}
