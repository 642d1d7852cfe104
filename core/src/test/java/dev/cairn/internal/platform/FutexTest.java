package dev.cairn.internal.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.kenai.jffi.MemoryIO;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that threads can sleep on a word of a mapped file, and that other threads and processes can
 * wake them.
 */
@Timeout(60)
class FutexTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(30);

  @TempDir Path directory;

  private ByteBuffer writable;
  private ByteBuffer readOnlyMap;
  private Futex sleepers;
  private Futex wakers;

  @BeforeEach
  void mapTwice() throws Exception {
    Path file = directory.resolve("words");
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      writable = channel.map(MapMode.READ_WRITE, 0, 64);
      readOnlyMap = channel.map(MapMode.READ_ONLY, 0, 64);
      sleepers = new Futex(MemoryIO.getInstance().getDirectBufferAddress(readOnlyMap));
      wakers = new Futex(MemoryIO.getInstance().getDirectBufferAddress(writable));
    }
  }

  @Test
  @EnabledIf(
      value = "dev.cairn.internal.platform.Platform#isLinux",
      disabledReason = "only Linux has a futex; elsewhere a sleep is a pause")
  void aSleeperOnAReadOnlyMapIsWoken() {
    AtomicBoolean awake = new AtomicBoolean();
    long begun = System.nanoTime();
    CompletableFuture<Void> sleep =
        CompletableFuture.runAsync(
            () -> {
              sleepers.await(0, LONG);
              awake.set(true);
            });
    while (!awake.get()) {
      wakers.wake(Integer.MAX_VALUE); // until the sleeper has fallen asleep and is woken
      Thread.onSpinWait();
    }
    sleep.join();
    assertThat(System.nanoTime() - begun).isLessThan(LONG);
  }

  @Test
  @EnabledIf(
      value = "dev.cairn.internal.platform.Platform#isLinux",
      disabledReason = "only Linux has a futex; elsewhere a sleep is a pause")
  void aWordThatIsNotAsExpectedLetsNobodySleep() {
    long begun = System.nanoTime();
    sleepers.await(1, LONG);
    assertThat(System.nanoTime() - begun).isLessThan(LONG);
  }

  @Test
  void aSleepEndsAtItsLimit() {
    long begun = System.nanoTime();
    sleepers.await(0, TimeUnit.MILLISECONDS.toNanos(20));
    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(10));
    sleepers.await(0, 0);
    sleepers.await(0, -1);
  }
}
