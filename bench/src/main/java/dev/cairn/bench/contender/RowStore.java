package dev.cairn.bench.contender;

/** An embedded store as a {@link RowContender} uses it: rows of a few kinds, by key. */
interface RowStore extends AutoCloseable {

  /** Returns the rows of a kind; called once for each, before any of them is used. */
  <T> Rows<T> rows(RowKind<T> kind);

  @Override
  void close();
}
