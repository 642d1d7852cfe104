package dev.cairn.bench;

import dev.cairn.bench.Ratio.Bound;
import dev.cairn.bench.Ratio.Measured;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.work.CachedRead;
import dev.cairn.bench.work.DurableUpdate;
import dev.cairn.bench.work.DurableVisit;
import dev.cairn.bench.work.ReadBySize;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Measures what Cairn promises of its speed: a line a ratio, with what was measured and what is
 * wanted. Ends with 1 if one falls short.
 *
 * <p>{@code bench/core-ratios [PAIRS]} runs it.
 */
public final class CoreRatios {
  private static final int DEFAULT_PAIRS = 3;

  private static final List<Ratio> RATIOS =
      List.of(
          new Ratio(
              "recordVisit, 64 threads ÷ a commit each on lmdbjava",
              DurableVisit.class,
              ContenderKind.CAIRN,
              ContenderKind.LMDB,
              Map.of(),
              Bound.AT_LEAST,
              12),
          new Ratio(
              "update of a record, 64 threads ÷ a commit each on lmdbjava",
              DurableUpdate.class,
              ContenderKind.CAIRN,
              ContenderKind.LMDB,
              Map.of(),
              Bound.AT_LEAST,
              12),
          new Ratio(
              "cached get, 10,000 keys ÷ Caffeine hit",
              CachedRead.class,
              ContenderKind.CAIRN,
              ContenderKind.CAFFEINE,
              Map.of("keys", "10000"),
              Bound.AT_MOST,
              2),
          new Ratio(
              "cached get, one key ÷ Caffeine hit",
              CachedRead.class,
              ContenderKind.CAIRN,
              ContenderKind.CAFFEINE,
              Map.of("keys", "1"),
              Bound.AT_MOST,
              2),
          new Ratio(
              "uncached get ÷ lmdbjava get and Kryo decode",
              ReadBySize.class,
              ContenderKind.CAIRN_UNCACHED,
              ContenderKind.LMDB,
              Map.of("rows", "10000"),
              Bound.AT_MOST,
              1.5));

  private CoreRatios() {}

  private static String machine() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    return "%s, %d cores, JDK %s, load %.1f (what else runs blurs the figures), %s"
        .formatted(
            system.getArch(),
            system.getAvailableProcessors(),
            System.getProperty("java.version"),
            system.getSystemLoadAverage(),
            Instant.now().truncatedTo(ChronoUnit.SECONDS));
  }

  /** Runs; the one argument, if any, is how many pairs are measured for each ratio. */
  public static void main(String[] args) throws RunnerException {
    int pairs = args.length > 0 ? Integer.parseInt(args[0]) : DEFAULT_PAIRS;
    System.err.println(machine());
    boolean allHold = true;
    for (Ratio ratio : RATIOS) {
      Measured measured = ratio.measure(pairs);
      System.out.println(measured);
      allHold &= measured.holds();
    }
    System.exit(allHold ? 0 : 1);
  }
}
