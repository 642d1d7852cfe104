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
 * Deals the lines of a trace to the agent threads of all JVMs.
 *
 * <p>An agent is one thread: all that it did is done again in its order. Lines that name no agent
 * are in order only with those about the same subject. Who has the most to do is dealt first, to
 * the thread that has the least so far; there may be more threads than agents, and then some have
 * nothing to do.
 */
final class Deal {
  /**
   * A line and the thread of its JVM that is to do it.
   *
   * @param thread from 0
   */
  record Task(int thread, Trace.Line line) {}

  /** One agent thread somewhere, and how much it has got. */
  private static final class Seat {
    /** Threads are filled across JVMs, so that few agents are spread over many of these. */
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
    Map<Object, Integer> sizes = new LinkedHashMap<>();
    trace.lines().forEach(line -> sizes.merge(strand(line.op()), 1, Integer::sum));

    PriorityQueue<Seat> free = new PriorityQueue<>(Seat.LEAST_LOADED);
    for (int jvm = 0; jvm < jvms; jvm++) {
      for (int thread = 0; thread < threads; thread++) {
        free.add(new Seat(jvm, thread));
      }
    }
    sizes.entrySet().stream()
        .sorted(Map.Entry.<Object, Integer>comparingByValue().reversed())
        .forEach(
            strand -> {
              Seat seat = free.remove();
              seat.load += strand.getValue();
              seats.put(strand.getKey(), seat);
              free.add(seat);
            });
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

  /** What has to stay in order: the deeds of an agent, or those of nobody about one subject. */
  private static Object strand(Op op) {
    return op.agent().<Object>map(agent -> agent).orElse(op.subject());
  }
}
