package dev.cairn.bench.contender;

/** An embedded store of rows by key, as the benchmark uses it. */
interface RowStore extends AutoCloseable {

  /** Returns the rows of a kind; asked for once each, before any of them is used. */
  <T> Rows<T> rows(RowKind<T> kind);

  /** Returns the episodes; asked for once. Where a store has indexes of its own, it uses one. */
  default EpisodeRows episodes() {
    return new IndexedEpisodes(rows(RowKind.EPISODES), rows(RowKind.EPISODES_BY_SITE));
  }

  @Override
  void close();
}
