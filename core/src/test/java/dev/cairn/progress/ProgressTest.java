package dev.cairn.progress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.cairn.CachePolicy;
import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.lmdb.files.StoreFiles;
import dev.cairn.internal.machine.MachineRun;
import dev.cairn.internal.table.Store;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import dev.cairn.testing.SettableClock;
import dev.cairn.values.Following;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Progress is reported cheaply, and read and followed by any process. */
class ProgressTest {
  @TempDir Path directory;
  private Cairn cairn;
  private Progress progress;

  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    progress = cairn.memory().progress();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private OperationStatus only() {
    assertThat(progress.list()).hasSize(1);
    return progress.list().get(0);
  }

  @Test
  void theLastReportIsWrittenWhileTheOperationGoesOn() {
    try (Operation operation = progress.begin("sync", 1_000)) {
      assertThat(only().state()).isEqualTo(OperationState.RUNNING);
      for (int i = 0; i < 700; i++) {
        operation.step();
      }
      operation.message("at last");
      Await.until("it is written", () -> only().message().equals("at last"));
      assertThat(only().done()).isEqualTo(700);
      assertThat(only().fraction()).hasValue(0.7);
    }
    assertThat(only().state()).isEqualTo(OperationState.DONE);
  }

  @Test
  void aReportCostsLittleAndFewAreWritten() {
    try (Operation operation = progress.begin("count", 0)) {
      long begin = System.nanoTime();
      int reports = 3_000_000;
      for (int i = 0; i < reports; i++) {
        operation.step();
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      assertThat(took).isLessThan(Duration.ofNanos(2_000L * reports));
      assertThat(only().fraction()).isEmpty();
    }
    assertThat(only().done()).isEqualTo(3_000_000);
  }

  @Test
  void theEndIsWrittenAtOnceAndIsFinal() {
    Operation failed = progress.begin("a", 5);
    failed.steps(2);
    failed.fail("no answer");
    failed.close();
    failed.step();
    assertThat(only().state()).isEqualTo(OperationState.FAILED);
    assertThat(only().message()).isEqualTo("no answer");
    assertThat(only().done()).isEqualTo(2);
    progress.begin("b", 5).close();
    assertThat(progress.list()).extracting(OperationStatus::name).containsExactly("b", "a");
    assertThat(progress.get(only(progress.list(), "b")).orElseThrow().state())
        .isEqualTo(OperationState.DONE);
    assertThat(cairn.memory("alice").progress().list()).isEmpty();
  }

  private static long only(List<OperationStatus> list, String name) {
    return list.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow().number();
  }

  @Test
  void anotherProcessIsFollowedUntilItDies() {
    Queue<List<OperationStatus>> told = new ConcurrentLinkedQueue<>();
    Following following = progress.follow(told::add);
    try (OtherJvm agent = OtherJvm.small(ProgressAgent.class, directory)) {
      Await.until("the steps are told", () -> last(told).done() == 3);
      assertThat(last(told).message()).isEqualTo("file 3");
      assertThat(last(told).state()).isEqualTo(OperationState.RUNNING);
      assertThat(last(told).pid()).isEqualTo(agent.pid());
      agent.kill();
      Await.until("its death is told", () -> last(told).state() == OperationState.DEAD);
      assertThat(only().state()).isEqualTo(OperationState.DEAD);
    } finally {
      following.close();
    }
    assertThat(told.peek()).isEmpty();
  }

  private static OperationStatus last(Queue<List<OperationStatus>> told) {
    return told.stream()
        .reduce((before, after) -> after)
        .flatMap(list -> list.stream().findFirst())
        .orElse(
            new OperationStatus(
                0, "", OperationState.DONE, 0, 0, "", Instant.EPOCH, Instant.EPOCH, 0));
  }

  @Test
  void aReportThatHadNoTurnIsWrittenLater() throws Exception {
    try (Operation operation = progress.begin("sync", 5)) {
      CountDownLatch held = new CountDownLatch(1);
      CountDownLatch mayEnd = new CountDownLatch(1);
      Thread holder = new Thread(() -> holdTheWriter(held, mayEnd));
      holder.start();
      assertThat(held.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      operation.step();
      Instant before = only().updatedAt();
      // Its turn is over before the writer is free: nothing tells of that from outside.
      assertThat(mayEnd.await(1_500, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(only().updatedAt()).isEqualTo(before);
      mayEnd.countDown();
      holder.join();
      Await.until("the report is written", () -> only().done() == 1);
      operation.step();
      Await.until("a later one is written", () -> only().done() == 2);
    }
  }

  @Test
  void anEndInsideOfAWriteIsWrittenLater() throws Exception {
    Operation operation = progress.begin("sync", 5);
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Thread holder = new Thread(() -> holdTheWriter(held, mayEnd));
    holder.start();
    assertThat(held.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    long begin = System.nanoTime();
    cairn.memory().write(m -> operation.close());
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Await.PATIENCE.dividedBy(2));
    mayEnd.countDown();
    holder.join();
    Await.until("the end is written", () -> only().state() == OperationState.DONE);
  }

  @Test
  void theLastReportIsWrittenThoughTheStoreIsClosedAtOnce() {
    Operation operation = progress.begin("sync", 5);
    operation.steps(3);
    cairn.close();
    open();
    assertThat(only().done()).isEqualTo(3);
    operation.close();
    assertThat(only().state()).isEqualTo(OperationState.DEAD);
  }

  /** Holds the only writer of what the processes share until the machine restarts. */
  private void holdTheWriter(CountDownLatch held, CountDownLatch mayEnd) {
    Path run = directory.resolve(StoreFiles.VOLATILE).resolve(MachineRun.name());
    try (Engine engine = LmdbEngine.open(run, LmdbOptions.ofOneRun());
        Store store = new Store(engine, CachePolicy.off(), 1)) {
      boolean unused =
          store
              .in("", Duration.ofMinutes(1))
              .write(
                  tx -> {
                    held.countDown();
                    try {
                      return mayEnd.await(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                      throw new IllegalStateException(e);
                    }
                  });
    }
  }

  @Test
  void whatHasEndedIsShownForAnHourAndWhatGoesOnForEver() {
    cairn.close();
    SettableClock clock = new SettableClock();
    cairn = Cairn.open(directory, CairnOptions.defaults().withClock(clock));
    progress = cairn.memory().progress();
    progress.begin("ended", 1).close();
    try (Operation goesOn = progress.begin("goes on", 2)) {
      goesOn.step();
      long ended = only(progress.list(), "ended");
      clock.advance(Duration.ofMinutes(59));
      assertThat(progress.list()).extracting(OperationStatus::name).contains("ended");
      clock.advance(Duration.ofMinutes(2));
      assertThat(progress.list()).extracting(OperationStatus::name).containsExactly("goes on");
      assertThat(progress.get(ended)).isEmpty();
    }
  }

  @Test
  void anOperationMayOutliveItsStore() {
    Operation operation = progress.begin("a", 5);
    cairn.close();
    operation.step();
    operation.close();
  }

  @Test
  void badArgumentsAndTransactionsAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> progress.begin(" ", 1));
    assertThatIllegalArgumentException().isThrownBy(() -> progress.begin("a", -1));
    assertThatIllegalArgumentException().isThrownBy(() -> progress.begin("a".repeat(201), 1));
    try (Operation operation = progress.begin("a", 1)) {
      assertThatIllegalArgumentException().isThrownBy(() -> operation.steps(-1));
      assertThatIllegalArgumentException().isThrownBy(() -> operation.message(null));
    }
    assertThatIllegalStateException()
        .isThrownBy(() -> cairn.memory().write(m -> m.progress().list()));
    assertThatIllegalStateException()
        .isThrownBy(() -> cairn.memory().write(m -> progress.begin("a", 1)));
  }
}
