package dev.cairn.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.bench.Probe.Figure;
import dev.cairn.bench.report.Bound;
import dev.cairn.bench.report.Verdict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that two compared stores are measured in turns and that the median of their ratios counts.
 */
class CriterionTest {
  private final List<String> order = new ArrayList<>();

  private Probe probe(String name, Double... values) {
    Iterator<Double> next = List.of(values).iterator();
    return () -> {
      order.add(name);
      return new Figure(name, next.next(), "ns");
    };
  }

  @Test
  void theTwoTakeTurnsAtBeingFirst() throws IOException, InterruptedException {
    new Criterion("n", probe("a", 1.0, 1.0, 1.0), probe("b", 1.0, 1.0, 1.0), Bound.AT_MOST, 1)
        .measure(3);
    assertThat(order).containsExactly("a", "b", "b", "a", "a", "b");
  }

  @Test
  void theMedianOfTheRatiosCounts() throws IOException, InterruptedException {
    Verdict verdict =
        new Criterion(
                "n", probe("a", 10.0, 40.0, 90.0), probe("b", 10.0, 10.0, 30.0), Bound.AT_MOST, 3)
            .measure(3);
    assertThat(verdict.measured()).isEqualTo(3);
    assertThat(verdict.holds()).isTrue();
    assertThat(verdict.detail()).isEqualTo("a 40.0 and b 10.0 ns");
  }

  @Test
  void aFigureThatStandsForItselfIsItsMedian() throws IOException, InterruptedException {
    Verdict verdict =
        new Criterion("n", probe("a", 7.0, 5.0, 6.0), null, Bound.AT_MOST, 5).measure(3);
    assertThat(verdict.measured()).isEqualTo(6);
    assertThat(verdict.unit()).isEqualTo("ns");
    assertThat(verdict.holds()).isFalse();
  }

  @Test
  void theBestIsLookedForOnce() throws IOException, InterruptedException {
    Best best =
        new Best(
            List.of(
                new Best.Candidate(probe("slow, brief", 1.0), probe("slow")),
                new Best.Candidate(probe("fast, brief", 2.0), probe("fast", 20.0, 21.0))));
    assertThat(best.measure().value()).isEqualTo(20);
    assertThat(best.measure().value()).isEqualTo(21);
    assertThat(order).containsExactly("slow, brief", "fast, brief", "fast", "fast");
  }
}
