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

  /** The sum of what is counted for those of the map. */
  private long bytes;

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
          known.kept = true;
          byName.put(name, known);
        }
      }
      return known;
    }
  }

  /**
   * Counts the memory of a mirror that a search has used, and drops others until all are within the
   * bound, but never the one that was used last.
   */
  void trim(Mirror used) {
    synchronized (byName) {
      if (used.kept) {
        count(used, used.bytes());
      }
      Iterator<Mirror> oldestFirst = byName.values().iterator();
      while (bytes > mostBytes && byName.size() > 1) {
        Mirror oldest = oldestFirst.next();
        oldestFirst.remove();
        count(oldest, 0);
        oldest.kept = false;
      }
    }
  }

  private void count(Mirror mirror, long now) {
    bytes += now - mirror.counted;
    mirror.counted = now;
  }

  /**
   * Returns the memory that the mirrors took when each was last used, roughly.
   *
   * @return the bytes
   */
  public long bytes() {
    synchronized (byName) {
      return bytes;
    }
  }

  /** Lets go of all mirrors, and keeps none that a search makes afterwards. */
  @Override
  public void close() {
    synchronized (byName) {
      closed = true;
      byName.values().forEach(mirror -> mirror.kept = false);
      byName.clear();
      bytes = 0;
    }
  }
}
