package dev.cairn.bench.contender;

import dev.cairn.sites.Selector;
import dev.cairn.sites.Site;
import dev.cairn.sites.Sites;
import dev.cairn.table.Index;
import dev.cairn.table.Query;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Presents a site and its selectors as a read-only transaction, so that Cairn's prompt text can be
 * written for records that another store has read. Every store in the benchmark can thus have
 * {@link Sites} write the prompt text, and the text costs the same for all.
 */
final class KnownSite implements Transactor, Transaction {
  private final Site site;
  private final List<Selector> selectors;

  private KnownSite(Site site, List<Selector> selectors) {
    this.site = site;
    this.selectors = selectors;
  }

  /** Returns the prompt text about a site. */
  static String promptContext(Site site, List<Selector> selectors) {
    return new Sites(new KnownSite(site, selectors), Clock.systemUTC()).promptContext(site.name());
  }

  @Override
  public <R> R read(Function<? super Transaction, ? extends R> work) {
    return work.apply(this);
  }

  @Override
  public <K, V extends Record> Optional<V> get(Table<K, V> table, K key) {
    return Optional.of(site).map(table.recordClass()::cast);
  }

  @Override
  public <K, V extends Record> Stream<Row<K, V>> scan(Table<K, V> table, Scan scan) {
    return table.recordClass() == Selector.class
        ? selectors.stream().map(selector -> row(table, selector))
        : Stream.empty();
  }

  /**
   * Returns a row without a key: {@link Sites} does not read the key, since a selector names its
   * site and purpose itself.
   */
  @SuppressWarnings("NullAway")
  private static <K, V extends Record> Row<K, V> row(Table<K, V> table, Selector selector) {
    return new Row<>(null, table.recordClass().cast(selector));
  }

  @Override
  public String namespace() {
    return "";
  }

  @Override
  public long version() {
    return 0;
  }

  @Override
  public <K, V extends Record> Stream<Row<K, V>> scan(
      Table<K, V> table, Index<? super V, ?> index, Scan scan) {
    throw readsOnly();
  }

  @Override
  public long count(Table<?, ?> table, Scan scan) {
    throw readsOnly();
  }

  @Override
  public long count(Table<?, ?> table, Index<?, ?> index, Scan scan) {
    throw readsOnly();
  }

  @Override
  public <R> R write(Function<? super WriteTransaction, ? extends R> work) {
    throw readsOnly();
  }

  @Override
  public <R> CompletableFuture<R> writeAsync(Function<? super WriteTransaction, ? extends R> work) {
    throw readsOnly();
  }

  private static UnsupportedOperationException readsOnly() {
    return new UnsupportedOperationException("only a site's own rows can be read here");
  }

  @Override
  public <R> R query(Query<? super Transaction, R> query) {
    return query.answer(this);
  }
}
