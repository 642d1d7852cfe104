package dev.cairn.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.testing.Await;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a worker loses no job, whatever fails around it, and that its stop has an end. */
class WorkerFailuresTest {
  record Task(int number) {}

  /** An exception whose text is another one than Java expects. */
  @SuppressWarnings("OverrideThrowableToString") // such exceptions are the matter here
  private static final class Odd extends Exception {
    private static final long serialVersionUID = 1L;
    private final String text;

    Odd(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** An exception that fails when it is asked for its text. */
  private static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    @Override
    public String getMessage() {
      throw new IllegalStateException("no message");
    }
  }

  /** The clock of the system, except that a thread can make it fail for itself once. */
  private static final class FailingClock extends Clock {
    private final ThreadLocal<Integer> callsLeft = ThreadLocal.withInitial(() -> 0);

    /** Lets a later call by this thread fail, 1 for the next. */
    void failOnCall(int number) {
      callsLeft.set(number);
    }

    @Override
    public Instant instant() {
      int left = callsLeft.get();
      callsLeft.set(Math.max(0, left - 1));
      if (left == 1) {
        throw new IllegalStateException("the clock fails");
      }
      return Instant.now();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private static final JobKind<Task> TASK = JobKind.named("task", Task.class);
  private static final JobOptions AT_ONCE =
      JobOptions.defaults().withPauses(Duration.ZERO, Duration.ZERO);

  @TempDir Path directory;
  private final FailingClock clock = new FailingClock();
  private Cairn cairn;
  private Memory memory;
  private Jobs jobs;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock));
    memory = cairn.memory();
    jobs = memory.jobs();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private void submit(int count, JobOptions options) {
    memory.write(
        m -> {
          for (int i = 0; i < count; i++) {
            m.jobs().submit(TASK, new Task(i), options);
          }
        });
  }

  private Job job(int number) {
    return jobs.get(new JobId("task", number)).orElseThrow();
  }

  private void awaitCounts(JobCounts counts) {
    Await.until("the counts are " + counts, () -> jobs.counts(TASK).equals(counts));
  }

  @Test
  void jobsThatGetNoThreadAreGivenBack() {
    AtomicInteger made = new AtomicInteger();
    CountDownLatch failed = new CountDownLatch(1);
    ThreadFactory threads =
        work -> {
          if (made.incrementAndGet() == 3) { // after those of the worker and of the first job
            failed.countDown();
            throw new OutOfMemoryError("unable to create a thread");
          }
          return new Thread(work);
        };
    submit(4, AT_ONCE);
    try (Worker worker = jobs.worker(TASK, claim -> failed.await(), 4, Optional.empty(), threads)) {
      awaitCounts(new JobCounts(0, 0, 0, 4, 0, 0));
      assertThat(worker.stop(Duration.ofSeconds(9))).isTrue();
    }
    assertThat(failed.getCount()).isZero();
    assertThat(jobs.list("task", JobStatus.DONE, 9)).allMatch(job -> job.attempts() == 1);
  }

  @Test
  void aJobFailsThoughItsExceptionHasNoText() {
    List<Exception> exceptions = List.of(new Odd(" "), new Odd(null), new Broken());
    submit(exceptions.size(), AT_ONCE.withAttempts(1));
    JobHandler<Task> handler =
        claim -> {
          throw exceptions.get(claim.payload().number());
        };
    try (Worker worker = jobs.worker(TASK, handler, 2)) {
      awaitCounts(new JobCounts(0, 0, 0, 0, 3, 0));
      assertThat(worker.stop(Duration.ofSeconds(9))).isTrue();
    }
    assertThat(job(1).failure()).contains(Odd.class.getName());
    assertThat(job(2).failure()).contains(Odd.class.getName());
    assertThat(job(3).failure()).contains(Broken.class.getName());
  }

  @Test
  void aJobWhoseEndCannotBeRecordedIsTriedAgain() {
    submit(1, AT_ONCE);
    JobHandler<Task> handler = claim -> clock.failOnCall(claim.job().attempts() == 1 ? 1 : 0);
    try (Worker worker = jobs.worker(TASK, handler, 1)) {
      awaitCounts(new JobCounts(0, 0, 0, 1, 0, 0));
      assertThat(worker.stop(Duration.ofSeconds(9))).isTrue();
    }
    assertThat(job(1).attempts()).isEqualTo(2);
    assertThat(job(1).failure())
        .contains("its end could not be recorded: java.lang.IllegalStateException");
  }

  record Other(String text) {}

  @Test
  void aClaimThatFailsTwiceLosesNoJob() {
    submit(2, AT_ONCE);
    JobKind<Other> wrong = JobKind.named("task", Other.class);
    clock.failOnCall(4); // the one by which the jobs are given back, since nobody can read them
    assertThatIllegalArgumentException()
        .isThrownBy(() -> jobs.claim(wrong, 2))
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThat(jobs.counts(TASK).claimed()).isEqualTo(2);
    assertThat(jobs.claim(TASK, 2)).hasSize(2).allMatch(claim -> claim.job().attempts() == 1);
  }

  @Test
  void aJobIsRefusedToStopItsOwnWorker() {
    CompletableFuture<Worker> started = new CompletableFuture<>();
    submit(1, AT_ONCE);
    JobHandler<Task> handler =
        claim ->
            assertThatIllegalStateException()
                .isThrownBy(() -> started.get().close())
                .withMessageContaining("in another thread");
    try (Worker worker = jobs.worker(TASK, handler, 1)) {
      started.complete(worker);
      awaitCounts(new JobCounts(0, 0, 0, 1, 0, 0));
      assertThat(worker.stop(Duration.ofSeconds(9))).isTrue();
    }
    assertThat(job(1).attempts()).isEqualTo(1);
  }

  @Test
  void aStopEndsThoughTheStoreLetsNobodyWrite() {
    submit(1, AT_ONCE);
    jobs.release(jobs.claim(TASK).orElseThrow()); // the first claim opens something, and writes
    CountDownLatch stopped = new CountDownLatch(1);
    CountDownLatch writes = new CountDownLatch(1);
    CompletableFuture<Void> write =
        memory.writeAsync(
            m -> {
              writes.countDown();
              await(stopped);
            });
    await(writes);
    AtomicInteger handled = new AtomicInteger();
    Thread[] claiming = new Thread[1];
    ThreadFactory threads =
        work -> {
          Thread thread = new Thread(work);
          claiming[0] = claiming[0] == null ? thread : claiming[0];
          return thread;
        };
    Worker worker =
        jobs.worker(TASK, claim -> handled.incrementAndGet(), 1, Optional.empty(), threads);
    Await.until("the worker waits for its turn to write", () -> waitsInWrite(claiming[0]));
    assertThat(worker.stop(Duration.ZERO)).isFalse();
    stopped.countDown();
    write.join();
    assertThat(worker.stop(Duration.ofSeconds(30))).isTrue();
    assertThat(handled).hasValue(0);
    assertThat(jobs.counts(TASK)).isEqualTo(new JobCounts(0, 1, 0, 0, 0, 0));
    assertThat(job(1).attempts()).isZero();
  }

  private static boolean waitsInWrite(Thread thread) {
    Thread.State state = thread.getState();
    return (state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING)
        && Arrays.stream(thread.getStackTrace())
            .anyMatch(frame -> frame.getMethodName().equals("change"));
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aDelayOfThousandsOfYearsIsSleptInShortPieces() {
    Duration brief = Duration.ofMillis(20);
    long longest = Duration.ofSeconds(10).toNanos();
    assertThat(Dispatcher.sleepNanos(Optional.of(brief))).isEqualTo(brief.toNanos());
    assertThat(Dispatcher.sleepNanos(Optional.empty())).isEqualTo(longest);
    assertThat(Dispatcher.sleepNanos(Optional.of(Duration.between(Instant.EPOCH, Instant.MAX))))
        .isEqualTo(longest);
    assertThat(Dispatcher.sleepNanos(Optional.of(Duration.between(Instant.EPOCH, Instant.MIN))))
        .isZero();
  }
}
