package dev.cairn.bench.report;

/**
 * Lists the kinds of figures by which the benchmark compares stores, each with its title and unit.
 */
public enum Discipline {
  /** A note by its id, from memory. */
  CACHED_READ("cached read by key", Unit.PER_SECOND, false),
  /** A note by its id, decoded each time. */
  READ("read by key", Unit.PER_SECOND, false),
  /** A selector by URL and purpose. */
  SELECTOR_READ("selector by URL and purpose", Unit.PER_SECOND, false),
  /** A note, synced. */
  DURABLE_WRITE("durable put", Unit.PER_SECOND, true),
  /** A note read, changed and stored, synced. */
  DURABLE_UPDATE("durable update", Unit.PER_SECOND, true),
  /** A site read, changed and stored, synced. */
  VISIT("durable recordVisit", Unit.PER_SECOND, true),
  /** The time that half of the visits took at most. */
  VISIT_P50("recordVisit, median time", Unit.MICROSECONDS, true),
  /** The time that 99 in 100 visits took at most. */
  VISIT_P99("recordVisit, 99th percentile of time", Unit.MICROSECONDS, true),
  /** Notes stored by one thread that does not wait for each sync. */
  PIPELINED_WRITE("pipelined durable puts", Unit.PER_SECOND, true),
  /** 95 reads to 5 durable writes. */
  MIXED("95 % reads, 5 % durable writes", Unit.PER_SECOND, true),
  /** The notes whose ids begin alike. */
  PREFIX_SCAN("prefix scan", Unit.PER_SECOND, false),
  /** A site with 50 selectors, as text. */
  PROMPT_CONTEXT("prompt context of 50 selectors", Unit.PER_SECOND, false),
  /** The newest 20 episodes of a site. */
  NEWEST_EPISODES("newest 20 episodes of a site", Unit.PER_SECOND, false),
  /** Reads while another JVM commits. */
  READ_BESIDE_WRITER("reads beside a writing JVM", Unit.PER_SECOND, false),
  /** Commits of that other JVM meanwhile. */
  COMMITS_BESIDE("commits of the writing JVM", Unit.PER_SECOND, true),
  /** A note by its id, in a store of a given size. */
  SIZED_READ("read by key, by rows", Unit.PER_SECOND, false),
  /** A note changed and stored, synced, in a store of a given size. */
  SIZED_UPDATE("durable update, by rows", Unit.PER_SECOND, true),
  /** Notes stored in random order, in large transactions. */
  BULK_INSERT("bulk insert in random order", Unit.PER_SECOND, false),
  /** Bytes on disk that a store takes after that, for each byte of key and value. */
  SPACE("bytes on disk a byte of key and value", Unit.RATIO, false),
  /** Opening a store and a first read in a new JVM, beyond what an empty main takes. */
  FIRST_READ("open and first read in a new JVM", Unit.MILLISECONDS, false),
  /** As {@link #VISIT}, by 64 threads in all, of several JVMs. */
  VISIT_BY_JVMS("durable recordVisit by several JVMs", Unit.PER_SECOND, true),
  /** The share of the slowest of these JVMs in all visits. */
  SMALLEST_SHARE("smallest share of a JVM", Unit.PERCENT, true);

  /** The name for people. */
  public final String title;

  /** The unit of its figures. */
  public final Unit unit;

  /** True if a write counts only once it is synced. */
  public final boolean durable;

  Discipline(String title, Unit unit, boolean durable) {
    this.title = title;
    this.unit = unit;
    this.durable = durable;
  }
}
