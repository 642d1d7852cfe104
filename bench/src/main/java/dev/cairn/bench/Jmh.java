package dev.cairn.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs JMH trials, each in its own forked JVM, and writes JMH's output to a log file. */
final class Jmh implements AutoCloseable {
  /**
   * The longest time of an iteration, with the store's filling or the proof of the work; a
   * contender that is stuck is interrupted then.
   */
  private static final TimeValue STUCK = TimeValue.minutes(5);

  private final Path path;
  private final PrintStream log;

  /** Begins a new log. */
  Jmh(Path path) throws IOException {
    this.path = path;
    OutputStream out = Files.newOutputStream(path);
    log = new PrintStream(out, true, StandardCharsets.UTF_8);
  }

  /**
   * Runs a trial once.
   *
   * @param mode null for the workload's own
   * @throws IOException if the contender failed, or did not do the work
   */
  RunResult run(Trial trial, @Nullable Mode mode, Pace pace) throws IOException {
    return run(options(trial, mode, pace));
  }

  /**
   * Runs one benchmark of a class, which has no contenders, once, in one thread.
   *
   * @throws IOException if it failed
   */
  RunResult run(Class<?> work, String benchmark, Pace pace) throws IOException {
    return run(options(Pattern.quote(work.getName() + "." + benchmark) + "$", 1, pace));
  }

  /** As {@link #run(Trial, Mode, Pace)}, and counts what is allocated. */
  RunResult allocations(Trial trial, Pace pace) throws IOException {
    return run(options(trial, null, pace).addProfiler(GCProfiler.class));
  }

  private RunResult run(ChainedOptionsBuilder options) throws IOException {
    try {
      return new Runner(
              options.build(), OutputFormatFactory.createFormatInstance(log, VerboseMode.NORMAL))
          .runSingle();
    } catch (RunnerException e) {
      throw new IOException("%s (see %s)".formatted(rootOf(e), path), e);
    }
  }

  /** JMH itself says no more than that something was thrown. */
  private static Throwable rootOf(Throwable failure) {
    Throwable[] thrown = failure.getSuppressed();
    Throwable cause = thrown.length > 0 ? thrown[0] : failure.getCause();
    return cause == null ? failure : rootOf(cause);
  }

  private static ChainedOptionsBuilder options(Trial trial, @Nullable Mode mode, Pace pace) {
    ChainedOptionsBuilder options =
        options(Pattern.quote(trial.work().getName() + "."), trial.threads(), pace)
            .param("contender", trial.contender().name());
    trial.params().forEach(options::param);
    return mode == null ? options : options.mode(mode).timeUnit(TimeUnit.SECONDS);
  }

  private static ChainedOptionsBuilder options(String benchmark, int threads, Pace pace) {
    return new OptionsBuilder()
        .include("^" + benchmark)
        .threads(threads)
        .forks(1)
        .warmupIterations(pace.warmUps())
        .warmupTime(pace.warmUpTime())
        .measurementIterations(pace.iterations())
        .measurementTime(pace.time())
        .timeout(STUCK)
        // Of several threads, one that comes late from a slow operation counted for too much.
        .syncIterations(threads == 1)
        .shouldFailOnError(true);
  }

  /** Returns a figure that a workload tells beside its own. */
  static double secondary(RunResult result, String name) {
    return Objects.requireNonNull(result.getSecondaryResults().get(name), name).getScore();
  }

  @Override
  public void close() {
    log.close();
  }
}
