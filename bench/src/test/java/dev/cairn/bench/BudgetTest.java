package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that a run's time is divided among its steps by their weights, within limits, and that a
 * slow machine ends in time.
 */
class BudgetTest {
  private static final double SHORTEST = 0.5;
  private static final double LONGEST = 8;

  private long now;

  private Budget budget(int seconds) {
    return new Budget(Duration.ofSeconds(seconds), SHORTEST, LONGEST, () -> now);
  }

  private static Step step(double overhead, double weight) {
    return new Step("step", overhead, weight, time -> List.of());
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }

  @Test
  void whatIsLeftAfterTheOverheadIsDivided() {
    List<Step> steps = Collections.nCopies(10, step(2, 1));
    assertThat(budget(50).share(steps)).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aHeavierStepGetsMore() {
    List<Step> steps = List.of(step(0, 2), step(0, 1));
    assertThat(budget(12).share(steps)).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void nothingIsMeasuredLongerThanThatIsOfUse() {
    assertThat(budget(1000).share(List.of(step(0, 1)))).isEqualTo(Duration.ofSeconds(8));
  }

  @Test
  void nothingIsMeasuredShorterThanThatMeansSomething() {
    List<Step> steps = Collections.nCopies(100, step(2, 1));
    assertThat(budget(100).share(steps)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void aSlowMachineMeasuresShorterAndEndsInTime() {
    Budget budget = budget(1000);
    List<Step> steps = Collections.nCopies(100, step(2, 1));
    int done = 0;
    for (; done < steps.size() && budget.has(steps.get(done)); done++) {
      Duration share = budget.share(steps.subList(done, steps.size()));
      Duration whole = share.plus(Duration.ofSeconds(6));
      pass(whole);
      budget.took(steps.get(done), whole, share);
    }
    assertThat(done).isEqualTo(steps.size());
    assertThat(budget.left()).isBetween(0.0, 100.0);
  }

  @Test
  void aStepForWhichNoTimeIsLeftIsNotBegun() {
    Budget budget = budget(10);
    pass(Duration.ofSeconds(8));
    assertThat(budget.has(step(1, 1))).isTrue();
    assertThat(budget.has(step(2, 1))).isFalse();
  }
}
