package dev.cairn.tools.replay;

import dev.cairn.tools.trace.Counter;
import dev.cairn.tools.trace.Op;
import dev.cairn.tools.trace.Repositories;
import dev.cairn.tools.trace.Subject;
import dev.cairn.tools.trace.TextOp;
import dev.cairn.tools.trace.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Checks that every operation of a replayed trace, which is a recording of agents' writes, is in
 * the store exactly once.
 *
 * <p>The store may have held the same subjects before the replay. So each number that the trace
 * raises is read before and after, and must have grown by the sum of the trace's operations. Each
 * text that an operation stores must be readable afterwards; where several operations replace each
 * other's text, one of them must. If another program writes about the same subjects meanwhile, its
 * operations count as operations that are there more than once.
 */
final class Reconciliation {
  /** Names one number in the store. */
  private record Mark(Subject subject, Counter counter) {}

  /**
   * The result of the comparison.
   *
   * @param lost the number of operations that are not in the store
   * @param problems the differences, a line each
   */
  record Findings(int lost, List<String> problems) {}

  private final List<Op> ops;
  private final Map<Mark, Long> before;

  private Reconciliation(List<Op> ops, Map<Mark, Long> before) {
    this.ops = ops;
    this.before = before;
  }

  /** Reads the numbers that {@code trace} will raise. */
  static Reconciliation before(Trace trace, Repositories memory) {
    List<Op> ops = trace.lines().stream().map(Trace.Line::op).toList();
    return new Reconciliation(ops, read(ops, memory));
  }

  private static Map<Mark, Long> read(List<Op> ops, Repositories memory) {
    Map<Mark, Long> numbers = new HashMap<>();
    for (Op op : ops) {
      for (Counter counter : op.raises().keySet()) {
        numbers.computeIfAbsent(new Mark(op.subject(), counter), mark -> op.read(counter, memory));
      }
    }
    return numbers;
  }

  /** Reads everything again, after the trace was applied, and compares. */
  Findings after(Repositories memory) {
    List<String> problems = new ArrayList<>();
    Map<Subject, Integer> lost = compareNumbers(read(ops, memory), problems);
    compareWords(memory, lost, problems);
    return new Findings(lost.values().stream().mapToInt(Integer::intValue).sum(), problems);
  }

  private Map<Subject, Integer> compareNumbers(Map<Mark, Long> after, List<String> problems) {
    Map<Mark, Long> expected = new LinkedHashMap<>();
    for (Op op : ops) {
      op.raises()
          .forEach((counter, by) -> expected.merge(new Mark(op.subject(), counter), by, Long::sum));
    }
    Map<Subject, Integer> lost = new HashMap<>();
    expected.forEach(
        (mark, by) -> {
          long grown = number(after, mark) - number(before, mark);
          if (grown != by) {
            problems.add(
                "%s: %s grew by %,d, and should have grown by %,d"
                    .formatted(mark.subject(), mark.counter(), grown, by));
            if (mark.counter().countsOperations()) {
              lost.merge(mark.subject(), (int) Math.max(0, by - grown), Integer::sum);
            }
          }
        });
    return lost;
  }

  private static long number(Map<Mark, Long> numbers, Mark mark) {
    return Objects.requireNonNull(numbers.get(mark));
  }

  /**
   * Skips subjects that already count as losing operations: their missing text is the same loss.
   */
  private void compareWords(
      Repositories memory, Map<Subject, Integer> lost, List<String> problems) {
    Map<Object, List<TextOp>> places = new LinkedHashMap<>();
    for (Op op : ops) {
      if (op instanceof TextOp text) {
        places.computeIfAbsent(text.place(), place -> new ArrayList<>()).add(text);
      }
    }
    for (List<TextOp> said : places.values()) {
      Subject subject = said.get(0).subject();
      if (lost.getOrDefault(subject, 0) == 0 && said.stream().noneMatch(op -> op.showsIn(memory))) {
        problems.add(subject + ": the store has another text than the trace");
        lost.merge(subject, said.get(0).raises().isEmpty() ? said.size() : 1, Integer::sum);
      }
    }
  }
}
