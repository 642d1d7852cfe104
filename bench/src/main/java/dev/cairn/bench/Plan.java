package dev.cairn.bench;

import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.report.Discipline;
import dev.cairn.bench.work.CachedRead;
import dev.cairn.bench.work.CachedReadBesideCommits;
import dev.cairn.bench.work.DurableUpdate;
import dev.cairn.bench.work.DurableVisit;
import dev.cairn.bench.work.DurableVisitLatency;
import dev.cairn.bench.work.DurableWrite;
import dev.cairn.bench.work.Load;
import dev.cairn.bench.work.Mixed;
import dev.cairn.bench.work.NewestEpisodes;
import dev.cairn.bench.work.PipelinedWrite;
import dev.cairn.bench.work.PrefixScan;
import dev.cairn.bench.work.PromptContext;
import dev.cairn.bench.work.Read;
import dev.cairn.bench.work.ReadBySize;
import dev.cairn.bench.work.SelectorRead;
import dev.cairn.bench.work.UpdateBySize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Lists the steps of a benchmark run in their order: the rows of the result table come first, the
 * longest steps last.
 */
final class Plan {
  private static final int MANY = 64;
  private static final int COMMITS_PER_SECOND = 1_000;

  /** The number of sites whose episodes are read, among all: those that an agent works on. */
  static final int ASKED_SITES = 20;

  private final Steps make;
  private final Patience patience = new Patience();
  private final List<Step> steps = new ArrayList<>();

  private Plan(Steps make) {
    this.make = make;
  }

  /**
   * Plans a run with one thread or 64 and with small stores: a part of all measurements, each long
   * enough for the JVM to compile its code.
   */
  static List<Step> quick(Steps make) {
    Plan plan = new Plan(make);
    plan.cachedReads(1);
    plan.reads(1);
    plan.structures(100_000);
    plan.each(Discipline.VISIT, DurableVisit.class, 1, MANY);
    plan.each(Discipline.PIPELINED_WRITE, PipelinedWrite.class, 1);
    plan.loads(100_000);
    plan.processes(3, 4);
    return plan.steps;
  }

  /** Plans a run with up to 256 threads, eight JVMs and ten million rows. */
  static List<Step> full(Steps make) {
    int[] threads = {1, 8, MANY, 256};
    Plan plan = new Plan(make);
    plan.cachedReads(threads);
    plan.reads(threads);
    plan.structures(1_000, 1_000_000);
    plan.each(Discipline.DURABLE_WRITE, DurableWrite.class, threads);
    plan.each(Discipline.DURABLE_UPDATE, DurableUpdate.class, MANY);
    plan.each(Discipline.VISIT, DurableVisit.class, threads);
    plan.latencies(1, MANY);
    plan.each(Discipline.PIPELINED_WRITE, PipelinedWrite.class, 1);
    plan.each(Discipline.MIXED, Mixed.class, threads);
    plan.processes(7, 1, 2, 4, 8);
    plan.sizes(10_000, 100_000, 1_000_000, 10_000_000);
    return plan.steps;
  }

  private void cachedReads(int... threads) {
    for (int number : threads) {
      for (ContenderKind contender : Steps.contenders(CachedRead.class)) {
        Trial trial = new Trial(CachedRead.class, contender, number).with("keys", 10_000);
        steps.add(make.perSecond(Discipline.CACHED_READ, trial));
      }
    }
    each(Discipline.SELECTOR_READ, SelectorRead.class, 1);
    for (ContenderKind contender : Steps.contenders(CachedReadBesideCommits.class)) {
      Trial trial = new Trial(CachedReadBesideCommits.class, contender, 1);
      steps.add(make.besideCommits(trial.with("commitsPerSecond", COMMITS_PER_SECOND)));
    }
  }

  /** Cairn's cached reads are a discipline of their own. */
  private void reads(int... threads) {
    for (int number : threads) {
      Steps.contenders(Read.class).stream()
          .filter(contender -> contender != ContenderKind.CAIRN)
          .map(contender -> new Trial(Read.class, contender, number))
          .forEach(trial -> steps.add(make.perSecond(Discipline.READ, trial)));
    }
  }

  private void structures(int... episodes) {
    each(Discipline.PREFIX_SCAN, PrefixScan.class, 1);
    each(Discipline.PROMPT_CONTEXT, PromptContext.class, 1);
    for (int number : episodes) {
      for (ContenderKind contender : Steps.contenders(NewestEpisodes.class)) {
        Trial trial =
            new Trial(NewestEpisodes.class, contender, 1)
                .with("episodes", number)
                .with("askedSites", ASKED_SITES);
        steps.add(make.perSecond(Discipline.NEWEST_EPISODES, trial, number));
      }
    }
  }

  private void latencies(int... threads) {
    for (int number : threads) {
      Steps.contenders(DurableVisitLatency.class)
          .forEach(contender -> steps.add(make.visitLatency(contender, number)));
    }
  }

  private void each(Discipline discipline, Class<?> work, int... threads) {
    for (int number : threads) {
      for (ContenderKind contender : Steps.contenders(work)) {
        steps.add(make.perSecond(discipline, new Trial(work, contender, number)));
      }
    }
  }

  private void processes(int starts, int... jvms) {
    ContenderKind[] all = ContenderKind.values();
    Stream<ContenderKind> cached =
        Arrays.stream(all).filter(contender -> contender != ContenderKind.CAIRN_UNCACHED);
    List<ContenderKind> durable = cached.filter(contender -> contender.durable).toList();
    durable.forEach(contender -> steps.add(Steps.starting(contender, starts)));
    for (int number : jvms) {
      durable.stream()
          .filter(contender -> contender.shared)
          .forEach(contender -> steps.add(Steps.writingJvms(contender, number, MANY / number)));
    }
  }

  private void sizes(int... sizes) {
    for (int rows : sizes) {
      loads(rows);
      for (ContenderKind contender : Steps.contenders(ReadBySize.class)) {
        Trial read = new Trial(ReadBySize.class, contender, 1).with("rows", rows);
        Trial update = new Trial(UpdateBySize.class, contender, MANY).with("rows", rows);
        steps.add(
            patience.limit(
                make.perSecond(Discipline.SIZED_READ, read, rows), "read by " + contender, rows));
        steps.add(
            patience.limit(
                make.perSecond(Discipline.SIZED_UPDATE, update, rows),
                "update by " + contender,
                rows));
      }
    }
  }

  private void loads(int rows) {
    for (ContenderKind contender : Steps.contenders(Load.class)) {
      steps.add(patience.limit(make.load(contender, rows), "load by " + contender, rows));
    }
  }
}
