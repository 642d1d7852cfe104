package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.Starting;
import dev.cairn.bench.process.WritingJvms;
import dev.cairn.bench.process.WritingJvms.Visits;
import dev.cairn.bench.report.Discipline;
import dev.cairn.bench.report.Result;
import dev.cairn.bench.work.CachedReadBesideCommits;
import dev.cairn.bench.work.DurableVisitLatency;
import dev.cairn.bench.work.Load;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.util.Statistics;

/**
 * Creates the steps of a benchmark run; each step measures one of the compared stores, by JMH or in
 * JVMs of its own.
 */
final class Steps {
  /**
   * The overhead of one fork: starting a JVM with JMH, touching its heap, filling a small store and
   * checking it.
   */
  private static final double FORK_SECONDS = 1.4;

  /**
   * The number of threads that is large enough to compete with the JVM's compiler for the
   * processor.
   */
  private static final int CROWD = 64;

  /**
   * The overhead of several JVMs that begin together, including one JVM that fills the store before
   * and one that counts the visits afterwards.
   */
  private static final double JVMS_SECONDS = 8;

  /** The overhead of starting one JVM that opens a store and one that does nothing. */
  private static final double START_SECONDS = 1;

  /** The rate, in rows per second, at which a store is filled and checked. */
  private static final double ROWS_A_SECOND = 150_000;

  private final Jmh jmh;

  Steps(Jmh jmh) {
    this.jmh = jmh;
  }

  /** Returns the contenders that a workload declares in its parameter {@code contender}. */
  static List<ContenderKind> contenders(Class<?> work) {
    try {
      String[] names = work.getField("contender").getAnnotation(Param.class).value();
      return Arrays.stream(names).map(ContenderKind::valueOf).toList();
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(work + " has no parameter 'contender'", e);
    }
  }

  /** Returns a step that measures a trial's operations per second, in a small store. */
  Step perSecond(Discipline discipline, Trial trial) {
    return perSecond(discipline, trial, 0);
  }

  /**
   * Returns a step that measures a trial's operations per second, in a store with {@code rows}
   * rows.
   */
  Step perSecond(Discipline discipline, Trial trial, long rows) {
    return new Step(
        trial.toString(),
        FORK_SECONDS + rows / ROWS_A_SECOND,
        weight(discipline, trial.threads()),
        time -> {
          RunResult result = jmh.run(trial, Mode.Throughput, Pace.within(time));
          return List.of(of(discipline, trial, rows, iterations(result)));
        });
  }

  /**
   * Returns a step that measures reads per second while another JVM commits, and that JVM's commits
   * per second.
   */
  Step besideCommits(Trial trial) {
    return new Step(
        trial.toString(),
        FORK_SECONDS,
        weight(Discipline.READ_BESIDE_WRITER, trial.threads()),
        time -> {
          RunResult result = jmh.run(trial, Mode.Throughput, Pace.within(time));
          return List.of(
              of(Discipline.READ_BESIDE_WRITER, trial, 0, iterations(result)),
              of(
                  Discipline.COMMITS_BESIDE,
                  trial,
                  0,
                  iterations(result, CachedReadBesideCommits.COMMITS)));
        });
  }

  /**
   * Returns the weight of a step. It is doubled for durable work by many threads, which compete
   * with the compiler, and for reads beside a writing JVM.
   */
  private static double weight(Discipline discipline, int threads) {
    boolean crowd = discipline.durable && threads >= CROWD;
    return crowd || discipline == Discipline.READ_BESIDE_WRITER ? 2 : 1;
  }

  /**
   * Returns a step that measures the median and the 99th percentile of the time that a visit takes.
   */
  Step visitLatency(ContenderKind contender, int threads) {
    Trial trial = new Trial(DurableVisitLatency.class, contender, threads);
    return new Step(
        trial.toString(),
        FORK_SECONDS,
        1,
        time -> {
          Statistics all =
              jmh.run(trial, null, Pace.within(time)).getPrimaryResult().getStatistics();
          return List.of(
              of(Discipline.VISIT_P50, trial, 0, List.of(all.getPercentile(50))),
              of(Discipline.VISIT_P99, trial, 0, List.of(all.getPercentile(99))));
        });
  }

  /** Returns a step that loads notes in random order and measures the rate and the disk space. */
  Step load(ContenderKind contender, int rows) {
    Trial trial =
        new Trial(Load.class, contender, 1).with("rows", rows).with("order", Load.Order.RANDOM);
    return new Step(
        trial.toString(),
        FORK_SECONDS + 2 * rows / ROWS_A_SECOND,
        0,
        time -> {
          RunResult result = jmh.run(trial, null, Pace.ONCE);
          double seconds = result.getPrimaryResult().getScore();
          double space =
              Jmh.secondary(result, "bytesOnDisk") / Jmh.secondary(result, "bytesOfRows");
          return List.of(
              of(Discipline.BULK_INSERT, trial, rows, List.of(rows / seconds)),
              of(Discipline.SPACE, trial, rows, List.of(space)));
        });
  }

  /** Returns a step that starts new JVMs, each of which opens a store and reads once. */
  static Step starting(ContenderKind contender, int starts) {
    return new Step(
        "Starting, " + contender.title,
        FORK_SECONDS + starts * START_SECONDS,
        0,
        time -> {
          List<Double> millis = new ArrayList<>();
          try (Starting starting = new Starting(contender)) {
            for (int i = 0; i < starts; i++) {
              millis.add(starting.measure());
            }
          }
          return List.of(new Result(Discipline.FIRST_READ, contender, 1, 1, 0, millis));
        });
  }

  /** Returns a step that measures several JVMs that write at the same time. */
  static Step writingJvms(ContenderKind contender, int jvms, int threads) {
    return new Step(
        "Writing JVMs, %d of %d threads, %s".formatted(jvms, threads, contender.title),
        JVMS_SECONDS,
        4,
        time -> {
          Duration warmUp = time.multipliedBy(3).dividedBy(5);
          Visits visits = WritingJvms.measure(contender, jvms, threads, warmUp, time.minus(warmUp));
          return List.of(
              new Result(
                  Discipline.VISIT_BY_JVMS,
                  contender,
                  jvms,
                  threads,
                  0,
                  List.of(visits.perSecond())),
              new Result(
                  Discipline.SMALLEST_SHARE,
                  contender,
                  jvms,
                  threads,
                  0,
                  List.of(visits.smallestShare())));
        });
  }

  private static Result of(Discipline discipline, Trial trial, long rows, List<Double> samples) {
    return new Result(discipline, trial.contender(), 1, trial.threads(), rows, samples);
  }

  private static List<Double> iterations(RunResult result) {
    return scores(result, IterationResult::getPrimaryResult);
  }

  private static List<Double> iterations(RunResult result, String secondary) {
    return scores(result, iteration -> iteration.getSecondaryResults().get(secondary));
  }

  private static List<Double> scores(
      RunResult result, Function<IterationResult, org.openjdk.jmh.results.Result<?>> part) {
    return result.getBenchmarkResults().stream()
        .flatMap(fork -> fork.getIterationResults().stream())
        .map(iteration -> part.apply(iteration).getScore())
        .toList();
  }
}
