package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.engine.lmdb.WriteQueueLincheckTest;
import dev.cairn.engine.lmdb.WriteQueueLincheckTest.Race;
import java.nio.file.Path;
import java.util.List;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The order of steps in the writer's queue is needed as it is, and {@link WriteQueueLincheckTest}
 * sees when it is another: of each mutant it finds a run in which somebody sleeps for good, or is
 * told what is not so.
 */
@EnabledOnJre(
    value = JRE.JAVA_17,
    disabledReason = "what an order is for does not depend on the JDK: once a build is enough")
class QueueMutantsTest {
  private static final List<String> QUEUE =
      List.of("WriteQueue", "PendingWrite", "BlockingWrite", "FutureWrite", "Wakeups");

  /** Most are found in a few dozen, and a mutant that is not found makes this fail. */
  private static final int MOST_INTERLEAVINGS = 5_000;

  @TempDir Path directory;

  /** A queue with one rule broken, and the race that is lost then. */
  enum Rule {
    WRITER_LOOKS_BEFORE_IT_SAYS_THAT_IT_SLEEPS(
        Race.FALLING_ASLEEP,
        """
        idle = true;
        if (waiting.isEmpty() && !closed) {
        """,
        """
        if (waiting.isEmpty() && !closed) {
          idle = true;
        """),

    CALLER_LOOKS_FOR_A_SLEEPER_BEFORE_IT_ADDS(
        Race.FALLING_ASLEEP,
        """
        waiting.add(write);
        if (closed) {
          // The writer may have looked at the queue for the last time already.
          write.withdraw(closedException());
        }
        if (idle) {
        """,
        """
        boolean sleeps = idle;
        waiting.add(write);
        if (closed) {
          write.withdraw(closedException());
        }
        if (sleeps) {
        """),

    CALLER_DOES_NOT_LOOK_WHETHER_THE_STORE_IS_CLOSED(
        Race.CLOSING,
        """
        if (closed) {
          // The writer may have looked at the queue for the last time already.
        """,
        "if (false) {"),

    CLOSING_DOES_NOT_WAKE_THE_WRITER(
        Race.CLOSING, "closed = true;", "closed = true; if (closed) { return; }"),

    WRITER_CLAIMS_WHAT_WAS_WITHDRAWN(
        Race.DEADLINE,
        "return STATE.compareAndSet(this, WAITING, CLAIMED) && !cancelled();",
        "state = CLAIMED; return !cancelled();"),

    WATCHDOG_WITHDRAWS_WHAT_WAS_CLAIMED(
        Race.DEADLINE,
        "if (!STATE.compareAndSet(this, WAITING, WITHDRAWN) || cancelled()) {",
        "state = WITHDRAWN; if (cancelled()) {"),

    CALLER_IS_WOKEN_BEFORE_IT_IS_TOLD(
        Race.DEADLINE,
        """
        told = true;
        if (together == null) {
          wake();
        }
        """,
        """
        if (together == null) {
          wake();
        }
        told = true;
        """),

    WRITER_LEAVES_ONE_TO_BE_WOKEN_BY_OTHERS(Race.WAKING, "next.set(0);", "next.set(1);");

    private final Race race;
    private final String code;
    private final String replacement;

    Rule(Race race, String code, String replacement) {
      this.race = race;
      this.code = code;
      this.replacement = replacement;
    }
  }

  @ParameterizedTest
  @EnumSource
  void withoutTheRuleTheRaceIsLost(Rule rule) throws Exception {
    Mutant mutant =
        Mutant.of(WriteQueueLincheckTest.class, QUEUE, rule.code, rule.replacement, directory);

    assertThatThrownBy(() -> mutant.explore(rule.race, MOST_INTERLEAVINGS))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @AfterAll
  static void note() {
    Effort.note("mutants of the writer's queue: %d, all found".formatted(Rule.values().length));
  }
}
