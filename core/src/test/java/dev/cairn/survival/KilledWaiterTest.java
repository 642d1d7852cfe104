package dev.cairn.survival;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.internal.engine.Stores.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.EngineProgram;
import dev.cairn.internal.engine.Stores;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a process does not wait for the write lock for ever if another waiting process is
 * killed just after it was woken.
 */
@Tag("slow")
class KilledWaiterTest {
  private static final Path SYSCALL = Path.of("/proc/self/syscall");
  private static final Path CHRT = Path.of("/usr/bin/chrt");

  @TempDir Path directory;

  @Test
  void theWakeUpOfAKilledProcessIsNotLost() throws Exception {
    assumeThat(SYSCALL).as("what shows who waits").isReadable();
    assumeThat(CHRT).as("what gives the processor to others").isExecutable();
    int rounds = Effort.of(2, 100);
    try (Engine engine = Stores.open(directory);
        OtherJvm waiting = EngineProgram.with(directory)) {
      for (int round = 0; round < rounds; round++) {
        theWriterReaches(waiting, engine, "key" + round);
      }
    }
    Pages.assertSound(directory);
  }

  private void theWriterReaches(OtherJvm waiting, Engine engine, String key) throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch releaseAgain = new CountDownLatch(1);
    try (OtherJvm victim = EngineProgram.with(directory)) {
      CompletableFuture<Boolean> held = hold(engine, release);
      victim.send("put", key, "of the killed one");
      awaitWaiting(victim);
      waiting.send("put", key, "of the next one");
      awaitWaiting(waiting);

      idle(victim);
      Process busy = busy();
      CompletableFuture<Boolean> heldAgain;
      try {
        release.countDown();
        held.join(); // the turn ends, and the victim is woken
        heldAgain = hold(engine, releaseAgain);
        victim.signal("KILL");
      } finally {
        busy.destroyForcibly().waitFor();
      }
      victim.kill();
      releaseAgain.countDown();
      heldAgain.join();
    }
    assertThat(Long.parseLong(waiting.line())).as("version of the next one").isPositive();
    assertThat(Stores.get(engine, key)).isEqualTo("of the next one");
  }

  /** Has a process run only if the first processor that this one may use has nothing else to do. */
  private static void idle(OtherJvm child) throws Exception {
    String pid = "" + child.pid();
    for (List<String> command :
        List.of(
            List.of("taskset", "--all-tasks", "--cpu-list", "--pid", processor(), pid),
            List.of("chrt", "--all-tasks", "--idle", "--pid", "0", pid))) {
      Process process = new ProcessBuilder(command).redirectOutput(Redirect.DISCARD).start();
      assertThat(process.waitFor()).as("%s", command).isZero();
    }
  }

  /** Leaves nothing of that processor. */
  private static Process busy() throws IOException {
    return new ProcessBuilder(
            "taskset", "--cpu-list", processor(), "sh", "-c", "while :; do :; done")
        .start();
  }

  private static String processor() throws IOException {
    try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
      return status
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .map(line -> line.replaceAll("\\D*(\\d+).*", "$1"))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Holds the writer until it is let go; returns once it is held. */
  private static CompletableFuture<Boolean> hold(Engine engine, CountDownLatch release)
      throws InterruptedException {
    CountDownLatch holds = new CountDownLatch(1);
    CompletableFuture<Boolean> held =
        engine.writeAsync(
            batch -> {
              holds.countDown();
              try {
                release.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return batch.put(bytes("held"), bytes("" + System.nanoTime()));
            },
            LONG);
    holds.await();
    return held;
  }

  private void awaitWaiting(OtherJvm child) {
    Await.until("process %d waits".formatted(child.pid()), () -> waitsInLine(child.pid()));
  }

  /** Tells whether a thread of a process waits in the kernel on a word of the mapped line. */
  private boolean waitsInLine(long pid) {
    Path process = Path.of("/proc/" + pid);
    try (Stream<String> maps = Files.lines(process.resolve("maps"));
        Stream<Path> tasks = Files.list(process.resolve("task"))) {
      List<String> line = maps.filter(map -> map.endsWith(directory + "/turn.lock")).toList();
      return tasks.anyMatch(task -> line.stream().anyMatch(map -> liesIn(map, sleepsOn(task))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first argument of the system call that a thread is in: number, arguments, registers. */
  private static long sleepsOn(Path task) {
    try {
      String[] words = Files.readString(task.resolve("syscall")).split(" ", -1);
      return words.length < 2 ? 0 : Long.decode(words[1]);
    } catch (IOException | NumberFormatException e) {
      return 0; // it has ended, or is in no system call
    }
  }

  private static boolean liesIn(String map, long address) {
    String[] fromTo = map.split("[- ]", 3);
    return address >= Long.parseLong(fromTo[0], 16) && address < Long.parseLong(fromTo[1], 16);
  }
}
