package dev.cairn.internal.vectors;

import static dev.cairn.internal.checks.Arguments.positive;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keeps the mirrors of one opened store within a bound of memory: one for each collection of each
 * namespace that is searched. Those that were not used for the longest time are dropped, and made
 * anew when they are needed.
 *
 * <p>Thread-safe. Closed with the store.
 */
public final class Mirrors implements AutoCloseable {
  private final long mostBytes;

  /** The mirror that was used last comes last. */
  private final Map<Name, Mirror> byName = new LinkedHashMap<>(16, 0.75f, true);

  private boolean closed;

  private record Name(String namespace, int collection, int dimension) {}

  /**
   * Begins with none.
   *
   * @param mostBytes the memory that all mirrors may take, roughly; positive. One alone may take
   *     more, since without it each search would read all vectors
   */
  public Mirrors(long mostBytes) {
    this.mostBytes = positive("mostBytes", mostBytes);
  }

  /** Returns the mirror of a collection, which is empty at first. */
  Mirror of(String namespace, int collection, int dimension) {
    Name name = new Name(namespace, collection, dimension);
    synchronized (byName) {
      Mirror known = byName.get(name);
      if (known == null) {
        known = new Mirror(collection, dimension);
        if (!closed) {
          byName.put(name, known);
        }
      }
      return known;
    }
  }

  /** Drops mirrors until the others are within the bound, but never the one that was used last. */
  void trim() {
    synchronized (byName) {
      long bytes = bytes();
      Iterator<Mirror> oldestFirst = byName.values().iterator();
      int left = byName.size();
      while (bytes > mostBytes && left > 1) {
        bytes -= oldestFirst.next().bytes();
        oldestFirst.remove();
        left--;
      }
    }
  }

  /**
   * Returns the memory that the mirrors take, roughly.
   *
   * @return the bytes
   */
  public long bytes() {
    synchronized (byName) {
      return byName.values().stream().mapToLong(Mirror::bytes).sum();
    }
  }

  /** Lets go of all mirrors, and keeps none that a search makes afterwards. */
  @Override
  public void close() {
    synchronized (byName) {
      closed = true;
      byName.clear();
    }
  }
}
