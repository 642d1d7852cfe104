package dev.cairn.internal.lmdb.turn;

import com.kenai.jffi.MemoryIO;
import dev.cairn.internal.platform.Futex;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The order of the processes that wait for a turn, in a file that all of them have mapped.
 *
 * <p>A process has a place in the line for as long as the store is open, and a ticket in it while
 * it waits; the smaller ticket comes first. This decides about order alone: a place that says
 * nonsense, because its process was killed while it wrote, costs the others a moment, until one of
 * them {@linkplain #leave removes} the ticket.
 *
 * <p>Layout, in the machine's byte order: in the first 64 bytes the last ticket (8 bytes) and the
 * count of turns (8 bytes), which grows when a turn begins and when it ends, and is odd in between,
 * so that it stays odd if the holder is killed; then 64 bytes for each place: its ticket, or 0 (8
 * bytes), and the word that its process sleeps on (4 bytes).
 */
final class WaitingLine {
  /** The number of processes that can wait in order. */
  static final int PLACES = 63;

  private static final int PLACE_BYTES = 64;

  /** The size of the file. */
  static final int BYTES = (PLACES + 1) * PLACE_BYTES;

  private static final int LAST_TICKET = 0;
  private static final int TURNS = 8;
  private static final int WORD = 8;

  private static final VarHandle LONG =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final VarHandle INT =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

  private final ByteBuffer map;
  private final Futex[] words = new Futex[PLACES];

  /**
   * Creates the view of a line.
   *
   * @param map the file, mapped shared and writable, of at least {@link #BYTES} bytes
   */
  WaitingLine(ByteBuffer map) {
    this.map = map;
    long address = MemoryIO.getInstance().getDirectBufferAddress(map);
    for (int place = 0; place < PLACES; place++) {
      words[place] = new Futex(address + at(place) + WORD);
    }
  }

  private static int at(int place) {
    return (place + 1) * PLACE_BYTES;
  }

  private long ticket(int place) {
    return (long) LONG.getVolatile(map, at(place));
  }

  /** Lets a process wait in its place, behind all others. */
  long join(int place) {
    long ticket = (long) LONG.getAndAdd(map, LAST_TICKET, 1L) + 1;
    LONG.setVolatile(map, at(place), ticket);
    return ticket;
  }

  /** Tells whether a ticket is still in its place: others remove it if its process is silent. */
  boolean holds(int place, long ticket) {
    return ticket(place) == ticket;
  }

  /** Tells whether no process waits. */
  boolean isEmpty() {
    return before(Long.MAX_VALUE) == 0;
  }

  /** Returns how many tickets come before one. */
  int before(long ticket) {
    int count = 0;
    for (int place = 0; place < PLACES; place++) {
      long other = ticket(place);
      if (other != 0 && other < ticket) {
        count++;
      }
    }
    return count;
  }

  /** Removes a ticket, and those before it: their processes let their turn pass. */
  void leave(long ticket) {
    for (int place = 0; place < PLACES; place++) {
      long other = ticket(place);
      if (other != 0 && other <= ticket) {
        boolean unused = LONG.compareAndSet(map, at(place), other, 0L);
      }
    }
  }

  /** Empties the place of a process that has ended. */
  void clear(int place) {
    LONG.setVolatile(map, at(place), 0L);
  }

  /** Returns the count of turns: one more after a turn has begun, if the last one has ended. */
  long turns() {
    return (long) LONG.getVolatile(map, TURNS);
  }

  /** Notes that a turn begins; only the process that has the turn calls this. */
  void beginTurn() {
    long turns = turns();
    LONG.setVolatile(map, TURNS, turns + 1 + (turns & 1)); // odd also after a killed holder's
  }

  /** Notes that a turn ends; only the process that has the turn calls this. */
  void endTurn() {
    LONG.setVolatile(map, TURNS, (turns() | 1) + 1);
  }

  /** Returns the value to {@linkplain #sleep sleep} with, taken before the last look around. */
  int word(int place) {
    return (int) INT.getVolatile(map, at(place) + WORD);
  }

  /** Sleeps until woken, or until the word is not as it was; for a limited time. */
  void sleep(int place, int word, long nanos) {
    words[place].await(word, nanos);
  }

  /** Wakes the process that comes first. */
  void wakeFirst() {
    int first = -1;
    long smallest = Long.MAX_VALUE;
    for (int place = 0; place < PLACES; place++) {
      long ticket = ticket(place);
      if (ticket != 0 && ticket < smallest) {
        smallest = ticket;
        first = place;
      }
    }
    if (first >= 0) {
      int unused = (int) INT.getAndAdd(map, at(first) + WORD, 1);
      words[first].wake(1);
    }
  }
}
