package dev.cairn.tools.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.tools.trace.Trace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Tests that each recorded operation goes to exactly one thread, and that the operations of one
 * agent stay in order on one thread.
 */
class DealTest {
  @Test
  void everyLineIsDealtOnceAndInOrder() {
    Trace trace = trace(100, i -> "agent" + i % 9);

    List<List<Deal.Task>> shares = Deal.of(trace, 3, 2);

    assertThat(shares).hasSize(3);
    assertThat(shares.stream().flatMap(List::stream).map(Deal.Task::line))
        .containsExactlyInAnyOrderElementsOf(trace.lines());
    assertThat(shares).allSatisfy(share -> assertThat(numbers(share)).isSorted());
  }

  @Test
  void anAgentIsOneThread() {
    Map<String, Set<String>> threads = new HashMap<>();
    List<List<Deal.Task>> shares = Deal.of(trace(200, i -> "agent" + i % 23), 4, 3);

    for (int jvm = 0; jvm < shares.size(); jvm++) {
      for (Deal.Task task : shares.get(jvm)) {
        threads
            .computeIfAbsent(task.line().op().agent().orElseThrow(), agent -> new HashSet<>())
            .add(jvm + "/" + task.thread());
      }
    }

    assertThat(threads).hasSize(23).allSatisfy((agent, seats) -> assertThat(seats).hasSize(1));
  }

  @Test
  void theBusiestAgentSharesItsThreadWithNobody() {
    Trace trace = trace(100, i -> i < 50 ? "busy" : "agent" + i % 10);

    List<Integer> loads = Deal.of(trace, 2, 1).stream().map(List::size).toList();

    assertThat(loads).containsExactly(50, 50);
  }

  @Test
  void fewAgentsAreSpreadOverAllJvms() {
    assertThat(Deal.of(trace(90, i -> "agent" + i % 3), 3, 8))
        .allSatisfy(share -> assertThat(share).hasSize(30));
  }

  @Test
  void linesOfNobodyAreDealtByWhatTheyAreAbout() {
    Trace trace = trace(70, i -> "");

    List<List<Deal.Task>> shares = Deal.of(trace, 7, 1);

    assertThat(shares)
        .allSatisfy(
            share ->
                assertThat(share)
                    .hasSize(10)
                    .extracting(task -> task.line().op().subject())
                    .containsOnly(share.get(0).line().op().subject()));
  }

  private static List<Integer> numbers(List<Deal.Task> share) {
    return share.stream().map(task -> task.line().number()).toList();
  }

  private static Trace trace(int lines, java.util.function.IntFunction<String> agent) {
    return Traces.of(
        IntStream.range(0, lines)
            .mapToObj(
                i ->
                    "{'op':'visit','agent':'%s','url':'https://s%d.example/','seconds':1}"
                        .formatted(agent.apply(i), i % 7))
            .toArray(String[]::new));
  }
}
