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

/** Creates the steps of a run; each step measures one contender, by JMH or with JVMs of its own. */
final class Steps {
  /**
   * The overhead of one fork: starting a JVM with JMH, touching its heap, filling a small store and
   * checking it.
   */
  private static final double FORK_SECONDS = 1.4;

  /** The number of threads from which on they compete with the JVM's compiler. */
  private static final int CROWD = 64;

  /** The overhead of several JVMs that begin together, with one JVM before and one after them. */
  private static final double JVMS_SECONDS = 8;

  /** The overhead of starting a JVM that opens a store, and an empty one. */
  private static final double START_SECONDS = 1;

  /** The rows a second with which a store is filled, and looked at again. */
  private static final double ROWS_A_SECOND = 150_000;

  private final Jmh jmh;

  Steps(Jmh jmh) {
    this.jmh = jmh;
  }

  /** Returns those that a workload names as fit for it. */
  static List<ContenderKind> contenders(Class<?> work) {
    try {
      String[] names = work.getField("contender").getAnnotation(Param.class).value();
      return Arrays.stream(names).map(ContenderKind::valueOf).toList();
    } catch (NoSuchFieldException e) {
      throw new IllegalArgumentException(work + " has no parameter 'contender'", e);
    }
  }

  /** Operations a second of a trial, in small stores. */
  Step perSecond(Discipline discipline, Trial trial) {
    return perSecond(discipline, trial, 0);
  }

  /** Operations a second of a trial, in a store of so many rows. */
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

  /** Reads a second of a trial beside another JVM, and how often that commits. */
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
   * Returns the weight of a step, which is larger if many threads share the processor: a part of
   * their time goes to compiling.
   */
  private static double weight(Discipline discipline, int threads) {
    boolean crowd = discipline.durable && threads >= CROWD;
    return crowd || discipline == Discipline.READ_BESIDE_WRITER ? 2 : 1;
  }

  /** Measures the median and the 99th percentile of the time that a visit takes. */
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

  /** Notes loaded in random order, and what they then take of the disk. */
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

  /** New JVMs that open a store and read once. */
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

  /** Measures several JVMs that write at once. */
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
