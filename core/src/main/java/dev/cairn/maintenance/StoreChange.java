package dev.cairn.maintenance;

import java.util.List;

/**
 * A change that was committed to a store, as its change log describes it. The log does not name the
 * rows of search indexes, which follow from others.
 */
public sealed interface StoreChange {

  /** The effect of a commit on a row. */
  enum What {
    /** It was stored, or stored anew. */
    PUT,
    /** It was deleted. */
    DELETED,
    /** One of the two; the row was changed again before the feed was read. */
    CHANGED
  }

  /**
   * A commit that changed a row.
   *
   * @param version the version of the commit
   * @param what the effect on the row
   * @param table the name of its table
   * @param namespace its namespace, "" for the default one
   * @param key the components of its key: text, Long, Double, Boolean; a UUID as text, a byte
   *     string in hexadecimal, an instant as seconds and nanoseconds
   * @param keyText the same on one line
   */
  record RowChanged(
      long version, What what, String table, String namespace, List<Object> key, String keyText)
      implements StoreChange {

    /** Keeps its own copy of the key. */
    public RowChanged {
      key = List.copyOf(key);
    }
  }

  /**
   * Commits that may have changed anything: they did not list their changes, as those of large
   * transactions and of programs other than Cairn do not, or the log does not reach back so far.
   *
   * @param first the first version of which this is true
   * @param last the last one
   */
  record AnythingChanged(long first, long last) implements StoreChange {}
}
