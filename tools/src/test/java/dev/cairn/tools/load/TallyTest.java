package dev.cairn.tools.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests that what the JVMs of a load test counted is added up without a loss. */
class TallyTest {
  private static final LoadPlan PLAN = new LoadPlan(10, 4, Duration.ofSeconds(2), Duration.ZERO, 2);

  @Test
  void talliesOfSeveralJvmsAreAddedUp() {
    Tally one = new Tally();
    one.done(Operation.VISIT, 1_500, true);
    one.done(Operation.LIMIT, 40_000, false);
    one.failed(Operation.LOCK, new IllegalStateException("held"));
    Tally two = new Tally();
    two.done(Operation.VISIT, 2_000_000, true);
    two.failed(Operation.LOCK, new IllegalStateException("held by others"));
    two.failed(Operation.LOCK, new IllegalArgumentException("\"no\nname\""));
    two.failed(Operation.VISIT, new IllegalStateException("closed"));

    Tally sum = new Tally();
    sum.add(one.json());
    sum.add(two.json());
    LoadReport report = LoadReport.of(PLAN, Duration.ofSeconds(2), sum, 0);

    assertThat(report.operations()).isEqualTo(3);
    assertThat(report.operationsPerSecond()).isEqualTo(2);
    assertThat(report.isSound()).isFalse();
    assertThat(report.all().failed()).isEqualTo(4);
    assertThat(report.all().inVain()).isEqualTo(1);
    assertThat(report.byOperation().get(0).operation()).isEqualTo("visit");
    assertThat(report.byOperation().get(0).count()).isEqualTo(2);
    assertThat(report.byOperation().get(0).max().toMillis()).isEqualTo(2);
    assertThat(report.failures())
        .contains(
            new LoadReport.FailureCount("lock", "IllegalArgumentException", 1, "\"no\nname\""))
        .first()
        .isEqualTo(new LoadReport.FailureCount("lock", "IllegalStateException", 2, "held"));
    assertThat(report.histogram().stream().mapToLong(LoadReport.Bar::count).sum()).isEqualTo(3);
    assertThat(report.histogram().get(0)).isEqualTo(new LoadReport.Bar(Duration.ofNanos(2_000), 1));
  }

  @Test
  void aLossIsNotSound() {
    assertThat(LoadReport.of(PLAN, Duration.ofSeconds(2), new Tally(), 1).isSound()).isFalse();
    assertThat(LoadReport.of(PLAN, Duration.ofSeconds(2), new Tally(), 0).isSound()).isTrue();
    assertThatThrownBy(() -> new Tally().add("{")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void usersBeginAtTheRateAndThePlanReachesTheOtherJvm() {
    assertThat(PLAN.begin(0)).isZero();
    assertThat(PLAN.begin(9)).isEqualTo(Duration.ofMillis(2_250));
    assertThat(LoadPlan.of(PLAN.arguments())).isEqualTo(PLAN);
  }

  @Test
  void everyOperationIsChosen() {
    Map<Operation, Integer> chosen = new EnumMap<>(Operation.class);
    Random random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      chosen.merge(Operation.any(random), 1, Integer::sum);
    }

    assertThat(chosen).containsOnlyKeys(Operation.values());
    assertThat(chosen.get(Operation.VISIT)).isBetween(1_300, 1_700);
    assertThat(chosen.get(Operation.DO_JOB)).isBetween(400, 600);
  }
}
