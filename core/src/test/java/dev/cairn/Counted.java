package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.testing.Await;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** A function of a snapshot that counts how often it runs. */
final class Counted<R> implements Function<Memory, Optional<R>> {
  final Function<Memory, Optional<R>> function;
  final AtomicInteger runs = new AtomicInteger();

  Counted(Function<Memory, Optional<R>> function) {
    this.function = function;
  }

  @Override
  public Optional<R> apply(Memory snapshot) {
    Optional<R> result = function.apply(snapshot);
    runs.incrementAndGet();
    return result;
  }

  void awaitRuns(int number) {
    Await.until("run " + number, () -> runs.get() >= number);
    assertThat(runs).hasValue(number);
  }
}
