package dev.cairn.internal.commit;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Lets Lincheck explore races on the queue of writes: each write must run once or not at all, and
 * no thread may sleep for ever. Each caller is told which of the two happened.
 *
 * <p>The writer here does what {@link BatchRunner} does, without a store: it runs nothing, and
 * notes what it would have run.
 */
public class WriteQueueRaces {
  private static final int WRITES = 2;

  private enum End {
    DONE,
    WITHDRAWN
  }

  /** The end of each write as its caller was told it. */
  private final End[] ends = new End[WRITES];

  /** The number of times that the writer had each write. */
  private final int[] runs = new int[WRITES];

  private final PendingWrite<?>[] writes = new PendingWrite<?>[WRITES];
  private WriteQueue queue;

  /** True if the first attempt of the writer comes to nothing. */
  private boolean spoilt;

  /** True if a write that is to run alone was taken into a batch that has others. */
  private boolean joined;

  /** Lets two writes wait again, both too late, of which the second one is to run alone. */
  @Operation
  public void openWithOneToRunAlone() {
    queue = new WriteQueue("store", new Thread(() -> {}, "no writer"));
    for (int n = 0; n < WRITES; n++) {
      queue.add(new BlockingWrite<>(batch -> "unused", 0));
    }
    PendingWrite<?> one = queue.take(true);
    PendingWrite<?> other = queue.take(false);
    queue.putBack(other, PendingWrite.Turn.ALONE);
    queue.putBack(one, PendingWrite.Turn.AGAIN);
  }

  /** The writer, in a batch that has a write already. */
  @Operation
  public void takeAnother() {
    PendingWrite<?> taken = queue.take(false);
    joined = taken != null && taken.turn() == PendingWrite.Turn.ALONE;
  }

  @Operation
  public void openSpoilt() {
    spoilt = true;
    open();
  }

  @Operation
  public void open() {
    Thread writer = new Thread(this::serve, "writer");
    writer.setDaemon(true);
    queue = new WriteQueue("store", writer);
    writer.start();
  }

  /** The writer, until the queue is closed. */
  private void serve() {
    while (queue.await()) {
      List<PendingWrite<?>> claimed = new ArrayList<>();
      Wakeups wakeups = new Wakeups(claimed);
      PendingWrite<?> taken;
      while ((taken = queue.take(claimed.isEmpty())) != null) {
        claimed.add(taken);
      }
      if (spoilt && !claimed.isEmpty()) {
        spoilt = false;
        queue.putBack(claimed.remove(0), PendingWrite.Turn.ALONE);
      }
      for (PendingWrite<?> write : claimed) {
        runs[Arrays.asList(writes).indexOf(write)]++;
        write.settle();
        write.tell(wakeups);
      }
      wakeups.all();
    }
    queue.withdrawClosed();
  }

  /** A caller, until it hears of its end. */
  @Operation
  public void write(int n) {
    BlockingWrite<String> write = new BlockingWrite<>(batch -> "unused", 0);
    writes[n] = write;
    queue.add(write);
    try {
      write.await();
      ends[n] = End.DONE;
    } catch (RuntimeException e) {
      ends[n] = End.WITHDRAWN;
    }
  }

  /** The watchdog, for whom it is late. */
  @Operation
  public void expire() {
    long now = System.nanoTime() + 1;
    queue.expire(now, now, write -> new IllegalStateException("expired"), () -> {});
  }

  @Operation
  public void close() {
    queue.close();
  }

  /**
   * A write whose caller was told that it was done was run once, and every other one never; one
   * that is to run alone has joined no others.
   */
  @Validate
  public void eachWriteEndedAsItsCallerWasTold() {
    if (joined) {
      throw new AssertionError("a write that is to run alone has joined others");
    }
    for (int n = 0; n < WRITES; n++) {
      int expected = ends[n] == End.DONE ? 1 : 0;
      if (runs[n] != expected) {
        throw new AssertionError("write " + n + " ended as " + ends[n] + ", run " + runs[n]);
      }
    }
  }

  /** The races for which the queue's order of steps matters. */
  public enum Race {
    /** A write that comes when the writer goes to sleep. */
    FALLING_ASLEEP,
    /** A write whose time is over when its turn comes. */
    DEADLINE,
    /** The same, where the first attempt to run it came to nothing. */
    WAITING_AGAIN,
    /** A write that comes when the store is closed. */
    CLOSING,
    /** Two callers, who may help to wake each other. */
    WAKING,
    /** A write whose time is over when its turn comes, before one that is to run alone. */
    JOINING
  }

  private static List<List<Actor>> threads(Race race) {
    List<Actor> one = List.of(op("write", 0), op("close"));
    List<Actor> other = List.of(op("write", 1), op("close"));
    return switch (race) {
      case FALLING_ASLEEP -> List.of(one);
      case DEADLINE, WAITING_AGAIN -> List.of(one, List.of(op("expire")));
      case CLOSING -> List.of(List.of(op("write", 0)), List.of(op("close")));
      case WAKING -> List.of(one, other);
      case JOINING -> List.of(List.of(op("takeAnother")), List.of(op("expire")));
    };
  }

  private static Actor op(String name, Object... arguments) {
    return Arrays.stream(WriteQueueRaces.class.getMethods())
        .filter(method -> method.getName().equals(name))
        .map(method -> new Actor(method, List.of(arguments)))
        .findFirst()
        .orElseThrow();
  }

  /** Explores some interleavings of one race. */
  public static void explore(String name, int interleavings) {
    Race race = Race.valueOf(name);
    Actor open =
        op(
            switch (race) {
              case WAITING_AGAIN -> "openSpoilt";
              case JOINING -> "openWithOneToRunAlone";
              default -> "open";
            });
    new ModelCheckingOptions()
        .verifier(EpsilonVerifier.class) // the state at the end is checked instead
        .minimizeFailedScenario(false)
        .iterations(0)
        .invocationsPerIteration(interleavings)
        .addCustomScenario(new ExecutionScenario(List.of(open), threads(race), List.of(), null))
        .addGuarantee(
            forClasses(ConcurrentLinkedDeque.class.getName(), HashSet.class.getName())
                .allMethods()
                .treatAsAtomic())
        .check(WriteQueueRaces.class);
  }
}
