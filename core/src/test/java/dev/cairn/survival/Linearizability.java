package dev.cairn.survival;

import dev.cairn.survival.Operation.Kind;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Checks a history of concurrent operations on one key: searches for an order that explains all
 * results and respects their times.
 *
 * <p>It is Wing and Gong's search, which tries what may be next and goes back where that leads
 * nowhere, and it remembers where it was, as Lowe's does. Keys can be looked at one by one, since
 * linearizability is local: a history is linearizable if what it has of each key is.
 */
final class Linearizability {
  /** The operations in the order in which they began. */
  private final List<Operation> operations;

  /** The positions from which no order leads to the end. */
  private final Set<Position> dead = new HashSet<>();

  private record Position(BitSet done, long value) {}

  private Linearizability(List<Operation> history) {
    operations = history.stream().sorted(Comparator.comparingLong(Operation::invoked)).toList();
  }

  /** Tells whether a history of one key, with a number there at first, is linearizable. */
  static boolean holds(List<Operation> history, long first) {
    return new Linearizability(history).search(new BitSet(), first);
  }

  private boolean search(BitSet done, long value) {
    if (done.cardinality() == operations.size()) {
      return true;
    }
    Position here = new Position(done, value);
    if (dead.contains(here)) {
      return false;
    }
    long firstEnd = Long.MAX_VALUE;
    for (int i = done.nextClearBit(0); i < operations.size(); i = done.nextClearBit(i + 1)) {
      Operation operation = operations.get(i);
      if (operation.invoked() > firstEnd) {
        break; // another one, not yet done, must come before this and all that follow
      }
      firstEnd = Math.min(firstEnd, operation.responded());
      OptionalLong after = operation.after(value);
      if (after.isPresent()) {
        BitSet more = (BitSet) done.clone();
        more.set(i);
        boolean found = search(more, after.getAsLong());
        if (found || operation.kind() == Kind.GET) {
          return found; // a read that fits now may as well be now: it changes nothing
        }
      }
    }
    dead.add(here);
    return false;
  }
}
