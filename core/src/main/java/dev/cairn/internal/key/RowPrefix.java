package dev.cairn.internal.key;

import dev.cairn.internal.engine.Range;

/**
 * Writes and reads the first part of every stored key: the id of its table or index, then the
 * namespace.
 */
public final class RowPrefix {
  private RowPrefix() {}

  /** Returns the beginning of the keys of a table, or of an index, in one namespace. */
  public static byte[] of(int id, String namespace) {
    return write(new TupleWriter(), id, namespace).toKey("the namespace");
  }

  /** Writes the beginning of a key, and returns the writer. */
  public static TupleWriter write(TupleWriter out, int id, String namespace) {
    return out.writeLong(id).writeString(namespace);
  }

  /** Returns the range of all rows of a table, or of all entries of an index. */
  public static Range all(int id) {
    return Range.prefix(new TupleWriter().writeLong(id).toBytes());
  }

  /**
   * Returns a reader of the components that follow the namespace.
   *
   * @throws MalformedBytesException if the key does not begin with an id and a namespace
   */
  public static TupleReader after(byte[] key) {
    TupleReader in = new TupleReader(key);
    in.readLong();
    in.readString();
    return in;
  }

  /**
   * Returns the namespace of a key.
   *
   * @throws MalformedBytesException if the key does not begin with an id and a namespace
   */
  public static String namespace(byte[] key) {
    TupleReader in = new TupleReader(key);
    in.readLong();
    return in.readString();
  }
}
