package dev.cairn.locks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import dev.cairn.testing.Await;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;

/** Tests that Flight Recorder is told of locks. */
class LockEventsTest extends OpenStoreForLocks {

  @Test
  void requestsAndReleasesAreEvents() throws Exception {
    Path file = directory.resolve("locks.jfr");
    long[] granted = new long[1];
    try (Recording recording = new Recording()) {
      recording.enable("dev.cairn.LockAcquire");
      recording.enable("dev.cairn.LockRelease");
      recording.start();
      Hold hold = lock("a").write();
      granted[0] = hold.token().number();
      NamedLock hasty = lock("a").withTimeout(Duration.ofMillis(150));
      assertThatThrownBy(() -> elsewhere(hasty::read))
          .hasCauseInstanceOf(LockTimeoutException.class);
      deadlock(hold);
      recording.stop();
      recording.dump(file);
    }
    List<RecordedEvent> events = RecordingFile.readAllEvents(file);
    RecordedEvent acquired =
        events.stream()
            .filter(one -> one.getEventType().getName().equals("dev.cairn.LockAcquire"))
            .filter(one -> one.getLong("token") == granted[0])
            .findFirst()
            .orElseThrow();
    assertThat(acquired.getString("resource")).isEqualTo("a");
    assertThat(acquired.getString("kind")).isEqualTo("write");
    assertThat(acquired.getString("outcome")).isEqualTo("acquired");
    assertThat(acquired.getString("requester")).isEqualTo(Thread.currentThread().getName());
    RecordedEvent timedOut = event(events, "dev.cairn.LockAcquire", "timed_out");
    assertThat(timedOut.getDuration()).isGreaterThanOrEqualTo(Duration.ofMillis(150));
    assertThat(timedOut.getString("kind")).isEqualTo("read");
    event(events, "dev.cairn.LockAcquire", "deadlocked");
    RecordedEvent released =
        events.stream()
            .filter(one -> one.getEventType().getName().equals("dev.cairn.LockRelease"))
            .filter(one -> one.getLong("token") == granted[0])
            .findFirst()
            .orElseThrow();
    assertThat(released.getDuration("held")).isGreaterThanOrEqualTo(Duration.ofMillis(150));
  }

  @Test
  void aRuntimeWithoutFlightRecorderHasLocks() {
    String modules =
        "java.base,java.logging,java.management,java.xml,jdk.management,jdk.unsupported";
    try (OtherJvm agent =
        OtherJvm.of(LockAgent.class, directory, 60_000)
            .small()
            .flags(List.of("--limit-modules", modules))
            .start()) {
      assertThat(agent.line()).isEqualTo("ready");
      assertThat(agent.ask("write", "x")).startsWith("granted");
      assertThat(agent.ask("release", "x")).isEqualTo("released");
    }
  }

  private void deadlock(Hold a) throws Exception {
    Future<?> other =
        others.submit(
            () -> {
              try (Hold b = lock("b").write();
                  Hold both = lock("a").write()) {
                return b.isHeld() && both.isHeld();
              }
            });
    Await.until("it waits", () -> lock("a").status().waiters().size() == 1);
    assertThatThrownBy(() -> lock("b").write()).isInstanceOf(DeadlockException.class);
    a.close();
    assertThat(other.get(20, TimeUnit.SECONDS)).isEqualTo(true);
  }

  private static RecordedEvent event(List<RecordedEvent> events, String name, String outcome) {
    return events.stream()
        .filter(one -> one.getEventType().getName().equals(name))
        .filter(one -> one.getString("outcome").equals(outcome))
        .findFirst()
        .orElseThrow(() -> new AssertionError(outcome + " in " + events));
  }
}
