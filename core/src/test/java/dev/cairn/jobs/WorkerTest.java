package dev.cairn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests workers within one process. */
class WorkerTest {
  record Task(int number) {}

  private static final JobKind<Task> TASK = JobKind.named("task", Task.class);
  private static final JobOptions AT_ONCE =
      JobOptions.defaults().withPauses(Duration.ZERO, Duration.ZERO);

  @TempDir Path directory;
  private Cairn cairn;
  private Memory memory;
  private Jobs jobs;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    memory = cairn.memory();
    jobs = memory.jobs();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void submit(int count) {
    memory.write(
        m -> {
          for (int i = 0; i < count; i++) {
            m.jobs().submit(TASK, new Task(i), AT_ONCE);
          }
        });
  }

  private void work(JobHandler<Task> handler, int concurrency, Runnable meanwhile) {
    Worker worker = jobs.worker(TASK, handler, concurrency);
    try {
      meanwhile.run();
    } finally {
      worker.close();
    }
  }

  private void awaitDone(long count) {
    Await.until(count + " jobs are done", () -> jobs.counts(TASK).done() == count);
  }

  @Test
  void aWorkerDoesTheJobsThatWaitAndThoseToCome() {
    Set<Integer> seen = ConcurrentHashMap.newKeySet();
    submit(50);
    work(
        claim -> seen.add(claim.payload().number()),
        4,
        () -> {
          awaitDone(50);
          submit(100);
          awaitDone(150);
        });
    assertThat(seen).hasSize(100);
  }

  @Test
  void noMoreJobsRunAtOnceThanTheWorkerMay() {
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    submit(60);
    work(
        claim -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          Thread.sleep(1);
          running.decrementAndGet();
        },
        3,
        () -> awaitDone(60));
    assertThat(most).hasValueBetween(2, 3);
  }

  @Test
  void anExceptionFailsTheJobWhichIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    submit(1);
    work(
        claim -> {
          if (attempts.incrementAndGet() < 3) {
            throw new IllegalStateException("attempt " + claim.job().attempts());
          }
        },
        2,
        () -> awaitDone(1));
    Job job = jobs.get(new JobId("task", 1)).orElseThrow();
    assertThat(job.attempts()).isEqualTo(3);
    assertThat(job.failure()).contains("java.lang.IllegalStateException: attempt 2");
  }

  @Test
  void aHandlerMayCompleteTheJobItself() {
    submit(10);
    work(claim -> memory.write(m -> m.jobs().complete(claim, "own")), 2, () -> awaitDone(10));
    assertThat(jobs.get(new JobId("task", 4)).orElseThrow().result()).contains("own");
  }

  @Test
  void aWorkerWaitsForTheTimeOfAJob() {
    AtomicReference<Instant> ran = new AtomicReference<>();
    Instant time = Instant.now().plusMillis(300);
    jobs.submit(TASK, new Task(1), AT_ONCE.withNotBefore(time));
    work(claim -> ran.set(Instant.now()), 1, () -> awaitDone(1));
    assertThat(ran.get()).isAfterOrEqualTo(time);
  }

  @Test
  void aWorkerThatStopsFinishesWhatRunsAndClaimsNoMore() throws Exception {
    CountDownLatch begun = new CountDownLatch(2);
    Semaphore mayEnd = new Semaphore(0);
    submit(5);
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              begun.countDown();
              mayEnd.acquire();
            },
            2);
    begun.await();
    Thread stopping = new Thread(worker::close);
    stopping.start();
    Await.until(
        "the worker waits for its jobs", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    mayEnd.release(5);
    stopping.join();
    assertThat(jobs.counts(TASK)).isEqualTo(new JobCounts(0, 3, 0, 2, 0, 0));
  }

  @Test
  void aJobThatIsInterruptedByTheStopIsGivenBack() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    submit(1);
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              begun.countDown();
              Thread.sleep(Await.PATIENCE.toMillis());
            },
            1);
    begun.await();
    assertThat(worker.stop(Duration.ofMillis(10))).isTrue();
    Job job = jobs.get(new JobId("task", 1)).orElseThrow();
    assertThat(job.status()).isEqualTo(JobStatus.READY);
    assertThat(job.attempts()).isZero();
  }

  @Test
  void aHandlerWhoseJobIsCancelledIsInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    submit(2);
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              if (claim.payload().number() == 0) {
                begun.countDown();
                interrupted.complete(isInterrupted() && !jobs.isHeld(claim));
              } else {
                assertThat(jobs.isHeld(claim)).isTrue();
              }
            },
            1);
    try {
      begun.await();
      assertThat(jobs.cancel(new JobId("task", 1))).isTrue();
      assertThat(interrupted.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      awaitDone(1); // by the same thread, which is not interrupted any more
      assertThat(jobs.get(new JobId("task", 1)).orElseThrow().status())
          .isEqualTo(JobStatus.CANCELLED);
    } finally {
      worker.close();
    }
  }

  @Test
  void aHandlerThatHangsLosesItsJobWithTheLease() {
    AtomicInteger attempts = new AtomicInteger();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    submit(1);
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              if (attempts.incrementAndGet() == 1) {
                interrupted.complete(isInterrupted());
              } else {
                jobs.renew(claim, Await.PATIENCE); // on a busy machine a later attempt may do so
              }
            },
            1,
            Duration.ofMillis(200));
    try {
      awaitDone(1);
      assertThat(interrupted).isCompletedWithValue(true);
      Job job = jobs.get(new JobId("task", 1)).orElseThrow();
      assertThat(job.attempts()).isGreaterThanOrEqualTo(2);
      assertThat(job.failure().orElseThrow()).contains("lease ended");
    } finally {
      worker.close();
    }
  }

  @Test
  void aHandlerThatGivesItselfALeaseIsHeldToIt() {
    AtomicInteger attempts = new AtomicInteger();
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    submit(1);
    work(
        claim -> {
          if (attempts.incrementAndGet() == 1) {
            jobs.renew(claim, Duration.ofMillis(1)); // over before the worker looks at it
            interrupted.complete(isInterrupted());
          }
        },
        1,
        () -> awaitDone(1));
    assertThat(interrupted).isCompletedWithValue(true);
    assertThat(attempts).hasValue(2);
  }

  @Test
  void aHandlerThatRenewsItsLeaseKeepsItsJob() {
    AtomicInteger attempts = new AtomicInteger();
    submit(1);
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              attempts.incrementAndGet();
              jobs.renew(claim, Await.PATIENCE);
              Thread.sleep(1_500); // longer than the lease that it began with
            },
            1,
            Duration.ofSeconds(1));
    try {
      awaitDone(1);
      assertThat(attempts).hasValue(1);
    } finally {
      worker.close();
    }
  }

  @Test
  void aHandlerThatEndsItsClaimItselfIsNotInterrupted() throws Exception {
    List<Consumer<Claim<Task>>> ends =
        List.of(
            jobs::release,
            claim -> assertThat(jobs.fail(claim, "later")).isEqualTo(JobStatus.DELAYED),
            claim -> jobs.bury(claim, "never"));
    Set<Integer> begun = ConcurrentHashMap.newKeySet();
    Set<Integer> interrupted = ConcurrentHashMap.newKeySet();
    CountDownLatch ended = new CountDownLatch(ends.size());
    submit(ends.size());
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              int number = claim.payload().number();
              if (begun.add(number)) { // other threads do the job again meanwhile
                ends.get(number).accept(claim);
                if (isInterrupted(Duration.ofMillis(500))) {
                  interrupted.add(number);
                }
                ended.countDown();
              }
            },
            2 * ends.size());
    try {
      ended.await();
      awaitDone(2);
      assertThat(interrupted).isEmpty();
    } finally {
      worker.close();
    }
  }

  @Test
  void aJobThatIsCancelledWhileItsWorkerStopsIsInterrupted() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    submit(1);
    Worker worker =
        jobs.worker(
            TASK,
            claim -> {
              begun.countDown();
              interrupted.complete(isInterrupted());
            },
            1);
    begun.await();
    FutureTask<Boolean> stop = new FutureTask<>(() -> worker.stop(Await.PATIENCE.multipliedBy(2)));
    Thread stopping = new Thread(stop);
    stopping.start();
    Await.until(
        "the worker waits for its job", () -> stopping.getState() == Thread.State.TIMED_WAITING);
    assertThat(jobs.cancel(new JobId("task", 1))).isTrue();
    assertThat(interrupted.get(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(stop.get()).isTrue();
  }

  /** Returns true once the thread is interrupted, which it must be in the end. */
  private static boolean isInterrupted() {
    return isInterrupted(Await.PATIENCE);
  }

  private static boolean isInterrupted(Duration within) {
    try {
      Thread.sleep(within.toMillis());
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  @Test
  void noWorkerIsStartedAndNoJobClaimedInsideATransaction() {
    assertThatIllegalStateException()
        .isThrownBy(() -> memory.write(m -> m.jobs().worker(TASK, claim -> {}, 1)));
    submit(1);
    assertThatIllegalStateException()
        .isThrownBy(() -> memory.writeAndGet(m -> m.jobs().claim(TASK)));
  }
}
