package dev.cairn.tools.replay;

import dev.cairn.tools.trace.Op;
import dev.cairn.tools.trace.Trace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;

/**
 * Distributes the operations of a trace, which is a recording of agents' writes, among the agent
 * threads of all JVMs.
 *
 * <p>The lines of one agent form a strand: one thread does them in their order. Lines without an
 * agent form a strand with the others about the same subject. The longest strand is dealt first,
 * and each goes to the thread with the least work so far. If there are at least as many strands as
 * JVMs, every JVM gets work.
 */
final class Deal {
  /**
   * A line and the thread, within its JVM, that does it.
   *
   * @param thread from 0
   */
  record Task(int thread, Trace.Line line) {}

  /** One agent thread of one JVM, and the number of lines dealt to it. */
  private static final class Seat {
    /** Equal loads go to the first threads of all JVMs, which spreads few strands over many. */
    static final Comparator<Seat> LEAST_LOADED =
        Comparator.comparingInt((Seat seat) -> seat.load)
            .thenComparingInt(seat -> seat.thread)
            .thenComparingInt(seat -> seat.jvm);

    final int jvm;
    final int thread;
    int load;

    Seat(int jvm, int thread) {
      this.jvm = jvm;
      this.thread = thread;
    }
  }

  private final Map<Object, Seat> seats = new HashMap<>();

  private Deal(Trace trace, int jvms, int threads) {
    PriorityQueue<Seat> free = new PriorityQueue<>(Seat.LEAST_LOADED);
    for (int jvm = 0; jvm < jvms; jvm++) {
      for (int thread = 0; thread < threads; thread++) {
        free.add(new Seat(jvm, thread));
      }
    }
    sizes(trace).entrySet().stream()
        .sorted(Map.Entry.<Object, Integer>comparingByValue().reversed())
        .forEach(
            strand -> {
              Seat seat = free.remove();
              seat.load += strand.getValue();
              seats.put(strand.getKey(), seat);
              free.add(seat);
            });
  }

  /** Returns the number of lines of each strand. */
  private static Map<Object, Integer> sizes(Trace trace) {
    Map<Object, Integer> sizes = new LinkedHashMap<>();
    trace.lines().forEach(line -> sizes.merge(strand(line.op()), 1, Integer::sum));
    return sizes;
  }

  /** Returns how many threads of agents can have work. */
  static int strands(Trace trace) {
    return sizes(trace).size();
  }

  /** Returns the tasks of each JVM, in the order of the trace. */
  static List<List<Task>> of(Trace trace, int jvms, int threads) {
    Deal deal = new Deal(trace, jvms, threads);
    List<List<Task>> shares = new ArrayList<>();
    for (int jvm = 0; jvm < jvms; jvm++) {
      shares.add(new ArrayList<>());
    }
    for (Trace.Line line : trace.lines()) {
      Seat seat = Objects.requireNonNull(deal.seats.get(strand(line.op())));
      shares.get(seat.jvm).add(new Task(seat.thread, line));
    }
    return shares;
  }

  /** Returns what an operation must stay in order with: its agent, or else its subject. */
  private static Object strand(Op op) {
    return op.agent().<Object>map(agent -> agent).orElse(op.subject());
  }
}
