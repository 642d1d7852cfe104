package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.process.SyncCount;
import dev.cairn.bench.report.Machine;
import dev.cairn.bench.report.MachineInspection;
import dev.cairn.bench.report.Recording;
import dev.cairn.bench.report.Result;
import dev.cairn.bench.report.Syncs;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Runs the steps of a measurement plan within a time budget, records their results, and goes on if
 * a step fails.
 */
final class Run {
  private static final Set<ContenderKind> WRITERS =
      EnumSet.complementOf(EnumSet.of(ContenderKind.CAIRN_UNCACHED, ContenderKind.CAFFEINE));

  /** Seconds of measuring below which a figure means nothing, and above which it means no more. */
  private static final double SHORTEST = 0.5;

  private static final double LONGEST = 8;

  private final String mode;
  private final String date = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  private final List<Step> steps;
  private final Budget budget;
  private final List<Syncs> syncs = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private final List<String> failures = new ArrayList<>();

  /** Begins now, with as much time. */
  Run(String mode, Duration total, List<Step> steps) {
    this.mode = mode;
    this.steps = steps;
    this.budget = new Budget(total, SHORTEST, LONGEST);
  }

  /** Counts the syncs of all contenders that write. */
  void countSyncs(PrintStream progress) throws InterruptedException {
    for (ContenderKind contender : WRITERS) {
      progress.println("syncs of " + contender.title);
      try {
        syncs.add(SyncCount.count(contender));
      } catch (IOException e) {
        fail(progress, String.valueOf(e.getMessage()));
      }
    }
  }

  /** Looks at the machine and measures all steps. */
  Recording record(PrintStream progress) throws IOException, InterruptedException {
    Machine machine = MachineInspection.of(Path.of(System.getProperty("bench.dir", ".")));
    progress.println(machine.line());
    for (int i = 0; i < steps.size(); i++) {
      progress.printf(
          "%d of %d, %.0f s left: %s%n", i + 1, steps.size(), budget.left(), steps.get(i).name());
      measure(progress, steps.subList(i, steps.size()));
    }
    return new Recording(mode, date, machine, syncs, results, failures);
  }

  /** Measures the first of the steps that are left. */
  private void measure(PrintStream progress, List<Step> left) throws InterruptedException {
    Step step = left.get(0);
    if (!budget.has(step)) {
      fail(progress, step.name() + ": no time was left");
      return;
    }
    Duration share = budget.share(left);
    long begin = System.nanoTime();
    try {
      results.addAll(step.work().measure(share));
      budget.took(step, Duration.ofNanos(System.nanoTime() - begin), share);
    } catch (IOException | RuntimeException e) { // the time until then tells nothing
      fail(progress, step.name() + ": " + e.getMessage());
    }
  }

  private void fail(PrintStream progress, String failure) {
    progress.println("not measured: " + failure);
    failures.add(failure);
  }
}
