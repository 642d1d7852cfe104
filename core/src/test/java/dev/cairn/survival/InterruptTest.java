package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import dev.cairn.CairnStatistics;
import dev.cairn.Memory;
import dev.cairn.episodes.Episode;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.VerifyOptions;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that every public call works on an interrupted thread, or says that it was interrupted, and
 * leaves the thread interrupted.
 *
 * <p>Each call is made in two stores, in one of them without any interrupt, and has the same result
 * in both.
 */
class InterruptTest {
  private static final CairnOptions OPTIONS =
      CairnOptions.defaults()
          .withClock(Clock.fixed(Instant.parse("2030-01-01T00:00:00Z"), ZoneOffset.UTC));

  private final Random random = new Random(Effort.seed());
  @TempDir Path directory;

  /** The outcome of a call: a result that can be compared, or an exception. */
  private record End(String result, Throwable thrown) {
    static End of(PublicCalls calls, Method method, Cairn cairn) {
      try {
        return new End(text(calls.make(method, cairn)), null);
      } catch (InvocationTargetException e) {
        Throwable thrown = e.getCause();
        return new End(thrown.getClass() + ": " + thrown.getMessage(), thrown);
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("calling " + method, e);
      }
    }

    private static String text(Object result) {
      if (result instanceof CompletableFuture<?> future) {
        return text(future.join());
      }
      boolean value =
          result instanceof Record
              || result instanceof Optional
              || result instanceof Collection
              || result instanceof Map
              || result instanceof CharSequence
              || result instanceof Number
              || result instanceof Boolean;
      return value && !(result instanceof CairnStatistics)
          ? result.toString()
          : result == null ? "nothing" : result.getClass().getSimpleName();
    }

    /** Tells whether it is an exception that may be told to a thread that was interrupted. */
    boolean isInterrupt() {
      return thrown instanceof InterruptedException
          || (thrown instanceof CairnException
              && String.valueOf(thrown.getMessage()).contains("was interrupted"));
    }
  }

  @Test
  void everyCallOfAnInterruptedThreadGoesOnOrSaysSo() throws Exception {
    int during = Effort.of(3, 500);
    int interrupts = 0;
    int told = 0;
    try (Cairn plain = Cairn.open(directory.resolve("plain"), OPTIONS);
        Cairn troubled = Cairn.open(directory.resolve("troubled"), OPTIONS)) {
      PublicCalls plainCalls = new PublicCalls(directory.resolve("plain-copies"));
      PublicCalls troubledCalls = new PublicCalls(directory.resolve("troubled-copies"));
      for (Method method : PublicCalls.methods()) {
        long nanos = 0;
        for (int i = 0; i <= during; i++) {
          long begun = System.nanoTime();
          End expected = End.of(plainCalls, method, plain);
          nanos = Math.max(nanos, System.nanoTime() - begun);
          End end =
              interrupted(
                  () -> End.of(troubledCalls, method, troubled),
                  i == 0 ? 0 : 1 + (long) (random.nextDouble() * nanos),
                  method + ", interrupt " + i);
          interrupts++;
          if (end.isInterrupt()) {
            told++;
          } else {
            assertThat(end.result()).as("%s, interrupt %d", method, i).isEqualTo(expected.result());
            assertThat(expected.thrown()).as("%s", method).isNull();
          }
        }
      }
      // Builds the indexes that were forgotten.
      plain.memory().episodes().record(Episode.of("the end"));
      troubled.memory().episodes().record(Episode.of("the end"));
    }
    assertSound("plain");
    assertSound("troubled");
    Effort.note(
        "interrupts: %d, in %d methods; %d calls said that they were interrupted"
            .formatted(interrupts, PublicCalls.methods().size(), told));
  }

  /** Makes a call that is interrupted after some time, and checks that the thread stays so. */
  private static End interrupted(Supplier<End> call, long afterNanos, String as) {
    Thread caller = Thread.currentThread();
    Thread interrupter =
        new Thread(
            () -> {
              long begun = System.nanoTime();
              while (System.nanoTime() - begun < afterNanos) {
                Thread.onSpinWait();
              }
              caller.interrupt();
            });
    if (afterNanos == 0) {
      caller.interrupt();
    } else {
      interrupter.start();
    }
    End end = call.get();
    while (interrupter.isAlive()) {
      Thread.onSpinWait();
    }
    boolean kept = Thread.interrupted();
    if (!(end.thrown() instanceof InterruptedException)) { // it stands for the interrupt
      assertThat(kept).as("%s: still interrupted", as).isTrue();
    }
    return end;
  }

  private void assertSound(String store) {
    assertThat(
            Maintenance.verify(
                    directory.resolve(store), VerifyOptions.deep().withTables(Memory.tables()))
                .findings())
        .isEmpty();
  }

  /** No public method of what a caller gets from a store is left out above. */
  @Test
  void everyTypeThatACallerGetsIsTried() {
    for (Method method : PublicCalls.methods()) {
      Class<?> type = method.getReturnType();
      boolean ours = type.getName().startsWith("dev.cairn");
      boolean value = type.isRecord() || type.isEnum() || Collection.class.isAssignableFrom(type);
      if (ours && !value && !Modifier.isStatic(method.getModifiers())) {
        assertThat(Stream.concat(PublicCalls.TYPES.stream(), PublicCalls.ONCE.stream()))
            .as("what %s returns", method)
            .contains(type);
      }
    }
  }

  @Test
  void aThreadThatIsInterruptedWhileItOpensOrClosesDoesSo() {
    int rounds = Effort.of(60, 5000);
    long nanos = 20_000_000;
    for (int round = 0; round < rounds; round++) {
      String name = "store" + round / 3; // new, and there already
      Cairn[] opened = new Cairn[1];
      long begun = System.nanoTime();
      interrupted(
          () -> {
            opened[0] = Cairn.open(directory.resolve(name), OPTIONS);
            return new End("opened", null);
          },
          1 + (long) (random.nextDouble() * nanos),
          "opening, round " + round);
      nanos = Math.min(nanos, System.nanoTime() - begun);
      Cairn cairn = opened[0];
      cairn.memory().users().recordConversation("alice");
      assertThat(cairn.memory().users().get("alice").orElseThrow().conversations())
          .as("round %d", round)
          .isEqualTo(1 + round % 3);
      interrupted(
          () -> {
            cairn.close();
            return new End("closed", null);
          },
          round % 2 == 0 ? 0 : 1 + (long) (random.nextDouble() * nanos / 4),
          "closing, round " + round);
    }
  }
}
