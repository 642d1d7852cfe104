package dev.cairn.bench;

import static dev.cairn.bench.contender.ContenderKind.CAFFEINE;
import static dev.cairn.bench.contender.ContenderKind.CAIRN;
import static dev.cairn.bench.contender.ContenderKind.CAIRN_UNCACHED;
import static dev.cairn.bench.contender.ContenderKind.CHRONICLE;
import static dev.cairn.bench.contender.ContenderKind.JSON_FILE;
import static dev.cairn.bench.contender.ContenderKind.LMDB;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.Waiting;
import dev.cairn.bench.report.Bound;
import dev.cairn.bench.work.CachedRead;
import dev.cairn.bench.work.CachedReadBesideCommits;
import dev.cairn.bench.work.DurableVisit;
import dev.cairn.bench.work.DurableVisitLatency;
import dev.cairn.bench.work.FirstQuery;
import dev.cairn.bench.work.NewestEpisodes;
import dev.cairn.bench.work.PipelinedWrite;
import dev.cairn.bench.work.PrefixScan;
import dev.cairn.bench.work.PromptContext;
import dev.cairn.bench.work.RandomInserts;
import dev.cairn.bench.work.Read;
import dev.cairn.bench.work.ReadBySize;
import dev.cairn.bench.work.SelectorRead;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Lists the performance goals of Cairn that a benchmark run checks, each as a {@link Criterion}.
 */
final class Criteria {
  private static final int MANY = 64;

  /**
   * The time to measure each contender when the best one is chosen: long enough to tell the two
   * best apart.
   */
  private static final Duration BRIEF = Duration.ofSeconds(4);

  /** The alternatives to Cairn, without the libraries that Cairn is made of. */
  private static final Set<ContenderKind> PEERS =
      EnumSet.complementOf(EnumSet.of(CAIRN, CAIRN_UNCACHED, CAFFEINE, LMDB));

  /** The contenders whose durable writes are compared. */
  static final Set<ContenderKind> WRITERS =
      Stream.concat(Stream.of(CAIRN, LMDB), PEERS.stream().filter(Criteria::isShared))
          .collect(Collectors.toCollection(() -> EnumSet.noneOf(ContenderKind.class)));

  private final JmhProbes probes;

  Criteria(Jmh jmh) {
    probes = new JmhProbes(jmh);
  }

  /** Returns all criteria. */
  List<Criterion> all() {
    return Stream.of(
            cachedReads(),
            queries(),
            otherReads(),
            writes(),
            waits(),
            new CoordinationCriteria(probes).all(),
            wholeStores())
        .flatMap(List::stream)
        .toList();
  }

  /** Returns whether several processes can write to a contender's store durably. */
  private static boolean isShared(ContenderKind contender) {
    return contender.durable && contender.shared;
  }

  private List<Criterion> cachedReads() {
    Trial cached = new Trial(CachedRead.class, CAIRN, 1).with("keys", 10_000);
    Trial besideCommits = new Trial(CachedReadBesideCommits.class, CAIRN, 1);
    return List.of(
        new Criterion(
            "cached get by key ÷ Caffeine hit",
            probes.median(cached),
            probes.median(cached.of(CAFFEINE)),
            Bound.AT_MOST,
            1.4),
        new Criterion(
            "cached selector by URL and purpose ÷ Caffeine hit",
            probes.median(new Trial(SelectorRead.class, CAIRN, 1)),
            probes.median(new Trial(SelectorRead.class, CAFFEINE, 1)),
            Bound.AT_MOST,
            3),
        new Criterion(
            "cached get by key, operations/s ÷ best peer's read by key",
            probes.perSecond(cached, Pace.THOROUGH),
            best(PEERS.stream().map(peer -> new Trial(Read.class, peer, 1))),
            Bound.AT_LEAST,
            5),
        new Criterion(
            "cached get by key, another JVM making 1,000 commits/s ÷ alone",
            probes.besideCommits(besideCommits, 1000),
            probes.median(besideCommits.with("commitsPerSecond", 0)),
            Bound.AT_LEAST,
            0.8),
        new Criterion(
            "allocation of a cached get by key",
            probes.allocation(cached),
            null,
            Bound.AT_MOST,
            48));
  }

  private List<Criterion> queries() {
    Trial context = new Trial(PromptContext.class, CAIRN, 1);
    Trial newest =
        new Trial(NewestEpisodes.class, CAIRN, 1)
            .with("askedSites", Plan.ASKED_SITES)
            .with("episodes", 100_000);
    Trial prefix = new Trial(PrefixScan.class, CAIRN, 1);
    Trial first = new Trial(FirstQuery.class, CAIRN, 1);
    return List.of(
        query("prompt context of 50 selectors", context, EnumSet.of(CHRONICLE), 100),
        query(
            "newest 20 of one of 20 sites among 100,000 episodes",
            newest,
            EnumSet.of(CHRONICLE, JSON_FILE),
            10),
        query("50 records of a prefix", prefix, EnumSet.of(CHRONICLE), 5),
        besideVisits("prompt context of 50 selectors", context),
        besideVisits("newest 20 of one of 20 sites among 100,000 episodes", newest),
        besideVisits("50 records of a prefix", prefix),
        new Criterion(
            "50 records of a prefix: a query for the first time ÷ plain rows",
            probes.perSecond(first.with("query", "true"), Pace.THOROUGH),
            probes.perSecond(first.with("query", "false"), Pace.THOROUGH),
            Bound.AT_LEAST,
            0.9));
  }

  /** A query, with nothing changed, beside peers that read the rows each time. */
  private Criterion query(String name, Trial query, Set<ContenderKind> without, double least) {
    return new Criterion(
        name + ", operations/s ÷ best peer",
        probes.perSecond(query, Pace.THOROUGH),
        best(PEERS.stream().filter(peer -> !without.contains(peer)).map(query::of)),
        Bound.AT_LEAST,
        least);
  }

  /** A query that another JVM does not change, though it commits all the time. */
  private Criterion besideVisits(String name, Trial query) {
    return new Criterion(
        name + ", another JVM recording 1,000 visits/s ÷ alone",
        probes.perSecond(query.with("visitsPerSecond", 1_000), Pace.THOROUGH),
        probes.perSecond(query, Pace.THOROUGH),
        Bound.AT_LEAST,
        0.5);
  }

  private List<Criterion> otherReads() {
    Trial uncached = new Trial(ReadBySize.class, CAIRN_UNCACHED, 1);
    Trial few = uncached.with("rows", 10_000);
    Trial scan = new Trial(PrefixScan.class, CAIRN_UNCACHED, 1);
    Trial newest = new Trial(NewestEpisodes.class, CAIRN, 1).with("askedSites", Plan.ASKED_SITES);
    return List.of(
        new Criterion(
            "uncached get by key ÷ lmdbjava get and Kryo decode",
            probes.median(few),
            probes.median(few.of(LMDB)),
            Bound.AT_MOST,
            1.25),
        new Criterion(
            "scan of 50 uncached records of a prefix, operations/s ÷ lmdbjava and Kryo decode",
            probes.perSecond(scan, Pace.THOROUGH),
            probes.perSecond(scan.of(LMDB), Pace.THOROUGH),
            Bound.AT_LEAST,
            0.85),
        new Criterion(
            "uncached get by key among 10,000,000 rows ÷ among 10,000",
            probes.median(uncached.with("rows", 10_000_000)),
            probes.median(few),
            Bound.AT_MOST,
            3),
        new Criterion(
            "newest 20 of one of 20 sites among 1,000,000 episodes ÷ among 1,000",
            probes.median(newest.with("episodes", 1_000_000)),
            probes.median(newest.with("episodes", 1_000)),
            Bound.AT_MOST,
            2));
  }

  private List<Criterion> writes() {
    Trial visits = new Trial(DurableVisit.class, CAIRN, MANY);
    Trial latency = new Trial(DurableVisitLatency.class, CAIRN, MANY);
    FourJvms four = new FourJvms();
    return List.of(
        new Criterion(
            "recordVisit, one thread ÷ a commit each on lmdbjava",
            probes.median(visits.threads(1)),
            probes.median(visits.threads(1).of(LMDB)),
            Bound.AT_LEAST,
            0.9),
        new Criterion(
            "recordVisit, 64 threads ÷ a commit each on lmdbjava",
            probes.median(visits),
            probes.median(visits.of(LMDB)),
            Bound.AT_LEAST,
            20),
        new Criterion(
            "recordVisit, 64 threads ÷ best peer that several processes can share",
            probes.median(visits),
            best(PEERS.stream().filter(Criteria::isShared).map(visits::of)),
            Bound.AT_LEAST,
            5),
        new Criterion(
            "recordVisit, 64 threads: 99th percentile ÷ median of one thread alone",
            probes.percentile(latency, 99),
            probes.percentile(latency.threads(1), 50),
            Bound.AT_MOST,
            6),
        new Criterion(
            "pipelined durable puts from one thread",
            probes.median(new Trial(PipelinedWrite.class, CAIRN, 1)),
            null,
            Bound.AT_LEAST,
            200_000),
        new Criterion(
            "recordVisit, 4 JVMs of 16 threads ÷ 1 JVM of 64",
            four.perSecond(),
            four.alone(),
            Bound.AT_LEAST,
            0.75),
        new Criterion(
            "recordVisit, 4 JVMs of 16 threads: smallest share of one",
            four.smallestShare(),
            null,
            Bound.AT_LEAST,
            20));
  }

  private static List<Criterion> waits() {
    return List.of(
        new Criterion(
            "from a commit in one process to a waiter running in another, median",
            () -> new Probe.Figure("", Waiting.wakeUpMillis(), "ms"),
            null,
            Bound.AT_MOST,
            0.5),
        new Criterion(
            "1,000 waiters in a process, nothing changing: share of a core",
            () -> new Probe.Figure("", Waiting.idlePercent(), "%"),
            null,
            Bound.AT_MOST,
            1));
  }

  private List<Criterion> wholeStores() {
    return List.of(
        new Criterion(
            "bytes on disk ÷ bytes of keys and values, 1,000,000 random inserts",
            probes.ratio(
                new Trial(RandomInserts.class, CAIRN, 1).with("rows", 1_000_000),
                "bytesOnDisk",
                "bytesOfRows"),
            null,
            Bound.AT_MOST,
            1.6),
        new Criterion(
            "open and first read in a new JVM, beyond an empty main ÷ lmdbjava",
            new NewJvms(CAIRN),
            new NewJvms(LMDB),
            Bound.AT_MOST,
            1.2));
  }

  private Best best(Stream<Trial> trials) {
    return new Best(
        trials
            .map(
                trial ->
                    new Best.Candidate(
                        probes.perSecond(trial, Pace.within(BRIEF)),
                        probes.perSecond(trial, Pace.THOROUGH)))
            .toList());
  }
}
