package dev.cairn.maintenance;

import java.util.List;

/** What commits changed, as far as the change log tells. */
public sealed interface StoreChange {

  /** What became of a row. */
  enum What {
    /** It was stored, or stored anew. */
    PUT,
    /** It was deleted. */
    DELETED,
    /** One of the two; it was changed again before anybody looked. */
    CHANGED
  }

  /**
   * A row was changed.
   *
   * @param version the version of the commit
   * @param what what became of the row
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
   * Anything may have changed: a commit did not say what, such as that of a large transaction or of
   * a program that is not Cairn, or the log does not reach back so far.
   *
   * @param first the first version of which this is true
   * @param last the last one
   */
  record AnythingChanged(long first, long last) implements StoreChange {}
}
