package dev.cairn.internal.commit;

import static dev.cairn.internal.engine.Stores.LONG;
import static dev.cairn.testing.Await.until;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Tests that no caller is woken before it has been told the outcome of its write. */
class WakeupsTest {

  /** Such a caller would look, find nothing, and sleep for good. */
  @Test
  void noCallerIsWokenBeforeItIsTold() throws Exception {
    AtomicReference<BlockingWrite<String>> queued = new AtomicReference<>();
    FutureTask<String> call =
        new FutureTask<>(
            () -> {
              queued.set(new BlockingWrite<>(batch -> "unused", LONG.toNanos()));
              queued.get().await();
              return "awake";
            });
    Thread caller = new Thread(call);
    caller.setDaemon(true);
    caller.start();
    until("the caller sleeps", () -> caller.getState() == Thread.State.WAITING);
    Wakeups wakeups = new Wakeups(List.of(queued.get()));

    assertThat(wakeups.next()).isFalse();
    queued.get().tell(wakeups);
    wakeups.all();

    until("the caller is awake", call::isDone);
    assertThat(call.get()).isEqualTo("awake");
  }
}
