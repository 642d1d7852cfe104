package dev.cairn.survival;

import static dev.cairn.internal.engine.Stores.keys;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Stores;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that many processes can open a store at once, that it can be reopened a thousand times, and
 * closed while in use.
 */
@Tag("slow")
class OpenCloseTest {
  /** The JVM itself opens a file for a moment now and then, to look how much memory there is. */
  private static final int JVM_DESCRIPTORS = 2;

  @TempDir Path directory;

  @Test
  void sixteenProcessesOpenANewStoreAtTheSameInstant() {
    int processes = 16;
    int rounds = Effort.of(3, 100);
    List<OtherJvm> children = new ArrayList<>();
    try {
      for (int i = 0; i < processes; i++) {
        children.add(EngineProgram.start());
      }
      children.forEach(child -> child.expect("what?", "warm up"));
      for (int round = 0; round < rounds; round++) {
        Path store = directory.resolve("round" + round).resolve("store");
        children.forEach(child -> child.send("open", store));
        children.forEach(child -> assertThat(child.line()).isEqualTo("opened"));
        children.forEach(child -> child.send("put", "from" + child.pid(), "value"));
        children.forEach(OtherJvm::line);
        for (OtherJvm child : children) {
          child.expect("value", "get", "from" + children.get(0).pid());
        }
        children.forEach(child -> child.send("close"));
        children.forEach(child -> assertThat(child.line()).isEqualTo("closed"));
        try (Engine engine = Stores.open(store)) {
          assertThat(keys(engine)).as("round %d", round).hasSize(processes);
        }
        assertThat(store.toFile().list()).hasSize(4);
        Pages.assertSound(store);
      }
    } finally {
      children.forEach(OtherJvm::close);
    }
    Effort.note("opened at once by %d processes: %d new stores".formatted(processes, rounds));
  }

  /** The resources of the system that this process holds. */
  private record Held(long descriptors, long maps, long threads) {
    static Held of(Path store) {
      try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"));
          Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
        String path = store.toRealPath().toString();
        return new Held(
            descriptors.count(),
            maps.filter(map -> map.contains(path)).count(),
            Thread.getAllStackTraces().size());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    boolean isAtMost(Held other) {
      return descriptors <= other.descriptors && maps <= other.maps && threads <= other.threads;
    }
  }

  @Test
  void aThousandOpeningsLeaveNothingBehind() {
    int openings = Effort.of(1000, 20_000);
    Path store = directory.resolve("store");
    openOften(store, 20);
    AtomicReference<Held> held = new AtomicReference<>();
    Await.until("nothing of the store is mapped", () -> isQuiet(store, held));
    Held before = held.get();
    Most most = openOften(store, openings);
    assertThat(most.slots).as("reader slots").isLessThanOrEqualTo(2);
    // Closed by this program, and not at last by the garbage collector.
    assertThat(most.descriptors)
        .as("descriptors")
        .isLessThanOrEqualTo(before.descriptors + JVM_DESCRIPTORS);
    Await.until(
        "no more is held than before: " + before,
        () -> isQuiet(store, held) && held.get().isAtMost(before));
    Effort.note("opened and closed: %d times, then %s".formatted(openings, held.get()));
  }

  /** Small maps, as of the lock file, go with the garbage; and idle threads end. */
  private static boolean isQuiet(Path store, AtomicReference<Held> held) {
    System.gc();
    held.set(Held.of(store));
    return held.get().maps == 0;
  }

  /** The most that was seen: reader slots while the store was open, descriptors when it was not. */
  private record Most(int slots, long descriptors) {}

  private static Most openOften(Path store, int times) {
    int slots = 0;
    long descriptors = 0;
    for (int i = 0; i < times; i++) {
      try (Cairn cairn = Cairn.open(store)) {
        Memory memory = cairn.memory();
        if (i % 10 == 0) {
          memory.users().recordConversation("alice");
          memory.writeAsync(m -> m.users().recordConversation("bob")).join();
        }
        assertThat(memory.users().get("alice")).isPresent();
        slots = Math.max(slots, cairn.statistics().store().readers());
      }
      if (i % 10 == 0) {
        descriptors = Math.max(descriptors, Held.of(store).descriptors);
      }
    }
    return new Most(slots, descriptors);
  }

  @Test
  void aStoreIsClosedWhileOthersReadAndWrite() throws InterruptedException {
    int rounds = Effort.of(10, 500);
    long acknowledged = 0;
    for (int round = 0; round < rounds; round++) {
      acknowledged += closeUnderItsUsers(round, acknowledged);
    }
    Path store = directory.resolve("store");
    assertThat(
            Maintenance.verify(store, VerifyOptions.deep().withTables(Memory.tables())).findings())
        .isEmpty();
    Effort.note("closed under its users: %d times, %d writes".formatted(rounds, acknowledged));
  }

  private long closeUnderItsUsers(int round, long before) throws InterruptedException {
    Path store = directory.resolve("store");
    Cairn cairn = Cairn.open(store);
    Memory memory = cairn.memory();
    AtomicInteger acknowledged = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Runnable> calls =
        List.of(
            () -> {
              memory.users().recordConversation("alice");
              acknowledged.incrementAndGet();
            },
            () -> {
              memory.writeAsync(m -> m.users().recordConversation("alice")).join();
              acknowledged.incrementAndGet();
            },
            () -> memory.users().get("alice"),
            () -> memory.read(m -> m.users().list()),
            () -> memory.sites().recordVisit("https://example.com/", Duration.ofSeconds(1)),
            () -> memory.sites().promptContext("https://example.com/"),
            cairn::statistics,
            cairn::flush,
            () -> Cairn.open(store).close());
    CountDownLatch working = new CountDownLatch(calls.size());
    List<Thread> threads = new ArrayList<>();
    for (Runnable call : calls) {
      Thread thread = new Thread(() -> repeat(call, working, failure));
      threads.add(thread);
      thread.start();
    }
    assertThat(working.await(30, TimeUnit.SECONDS)).as("all are at work").isTrue();
    cairn.close();
    threads.get(threads.size() - 1).interrupt(); // this thread opens the store anew all the time
    for (Thread thread : threads) {
      thread.join(30_000);
      assertThat(thread.isAlive()).as("round %d: a call hangs", round).isFalse();
    }
    assertThat(failure.get()).as("round %d", round).isNull();
    try (Cairn again = Cairn.open(store)) {
      assertThat(again.memory().users().get("alice").orElseThrow().conversations())
          .as("round %d", round)
          .isEqualTo(before + acknowledged.get());
    }
    return acknowledged.get();
  }

  private static void repeat(
      Runnable call, CountDownLatch working, AtomicReference<Throwable> failure) {
    boolean first = true;
    while (!Thread.interrupted()) {
      try {
        call.run();
      } catch (StoreClosedException e) {
        return;
      } catch (CompletionException e) {
        if (!(e.getCause() instanceof StoreClosedException)) {
          failure.set(e);
        }
        return;
      } catch (RuntimeException | Error e) {
        failure.set(e);
        return;
      } finally {
        if (first) {
          first = false;
          working.countDown();
        }
      }
    }
  }
}
