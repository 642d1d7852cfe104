package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.internal.commit.WriteQueueRaces;
import dev.cairn.internal.commit.WriteQueueRaces.Race;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledOnJre;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that Lincheck finds an error if the steps of the write queue are removed or reordered. In
 * their right order, Lincheck finds no run of {@link WriteQueueRaces} that goes wrong; with any
 * other, some caller sleeps for good or is told a wrong outcome.
 */
@Tag("slow")
class QueueMutantsTest {
  private static final List<String> QUEUE =
      List.of("PendingWrite", "BlockingWrite", "FutureWrite", "Wakeups", "WriteQueue");

  /** Most are found in a few dozen, and a mutant that is not found makes this fail. */
  private static final int MOST_INTERLEAVINGS = 10_000;

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
          write.withdraw(closedException());
        """,
        """
        if (false) {
          write.withdraw(closedException());
        """),

    CLOSING_DOES_NOT_WAKE_THE_WRITER(
        Race.CLOSING, "closed = true;", "closed = true; if (closed) { return; }"),

    WRITER_CLAIMS_WHAT_WAS_WITHDRAWN(
        Race.DEADLINE,
        "return STATE.compareAndSet(this, WAITING, CLAIMED) && !cancelled();",
        "state = CLAIMED; return !cancelled();"),

    WRITER_TAKES_ANOTHER_ONE_THAN_IT_LOOKED_AT(
        Race.JOINING,
        """
        boolean claimed = write.claim();
        boolean unused = waiting.remove(write);
        """,
        """
        write = waiting.poll();
        boolean claimed = write != null && write.claim();
        """),

    WHAT_IS_PUT_BACK_KEEPS_ITS_CLAIM(Race.WAITING_AGAIN, "this.state = WAITING;", ""),

    WRITER_LEAVES_ONE_TO_BE_WOKEN_BY_OTHERS(Race.WAKING, "next.set(0);", "next.set(1);"),

    WATCHDOG_WITHDRAWS_WHAT_WAS_CLAIMED(
        Race.DEADLINE,
        "if (!STATE.compareAndSet(this, WAITING, WITHDRAWN) || cancelled()) {",
        "state = WITHDRAWN; if (cancelled()) {"),

    CALLER_IS_WOKEN_BEFORE_IT_IS_TOLD(
        Race.DEADLINE,
        """
        markTold();
        if (together == null) {
          wake();
        }
        """,
        """
        if (together == null) {
          wake();
        }
        markTold();
        """);

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
  void asItIsNobodyLosesARace(Race race) throws Exception {
    String code = "closed = true;";
    Mutant same = Mutant.of(WriteQueueRaces.class, QUEUE, code, code, directory);

    assertThatCode(() -> same.explore(race, Effort.of(40, 2_000))).doesNotThrowAnyException();
  }

  /** The last ones take thousands of interleavings to be found. */
  private static Stream<Rule> rules() {
    return Stream.of(Rule.values()).limit(Effort.of(5, Rule.values().length));
  }

  @ParameterizedTest
  @MethodSource("rules")
  @EnabledOnJre(
      value = JRE.JAVA_17,
      disabledReason = "what an order is for does not depend on the JDK: once a build is enough")
  void withoutTheRuleTheRaceIsLost(Rule rule) throws Exception {
    Mutant mutant = Mutant.of(WriteQueueRaces.class, QUEUE, rule.code, rule.replacement, directory);

    assertThatThrownBy(() -> mutant.explore(rule.race, MOST_INTERLEAVINGS))
        .isInstanceOf(LincheckAssertionError.class);
  }

  @AfterAll
  static void note() {
    Effort.note("mutants of the writer's queue: %d, all found".formatted(rules().count()));
  }
}
