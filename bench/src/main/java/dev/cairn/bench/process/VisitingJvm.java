package dev.cairn.bench.process;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Draw;
import dev.cairn.bench.data.SiteUrls;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The program of a child JVM that records site visits from several threads for a given time, and
 * prints their number.
 */
final class VisitingJvm {
  private final Contender store;
  private final long measureAt;
  private final long endAt;

  private VisitingJvm(Contender store, Duration warmUp, Duration measured) {
    this.store = store;
    measureAt = System.nanoTime() + warmUp.toNanos();
    endAt = measureAt + measured.toNanos();
  }

  /** The work of one thread: visits that ended while it was measured, and all visits. */
  private record Done(long measured, long all) {}

  /**
   * Runs; the arguments are contender, directory, number of threads, what the draw of sites begins
   * with, and the milliseconds of warm-up and of measurement.
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int threads = Integer.parseInt(args[2]);
    int seed = Integer.parseInt(args[3]);
    Duration warmUp = Duration.ofMillis(Long.parseLong(args[4]));
    Duration measured = Duration.ofMillis(Long.parseLong(args[5]));
    List<Draw> draws = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      draws.add(new Draw(SiteUrls.urls(), seed + i));
    }
    try (Contender store = ContenderKind.valueOf(args[0]).open(Path.of(args[1]))) {
      ParentJvm.awaitGo();
      Done done = new VisitingJvm(store, warmUp, measured).run(draws);
      ParentJvm.say("done", done.measured(), done.all());
    }
  }

  private Done run(List<Draw> draws) throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(draws.size());
    List<Future<Done>> all = new ArrayList<>();
    draws.forEach(draw -> all.add(threads.submit(() -> visit(draw))));
    threads.shutdown();
    Done sum = new Done(0, 0);
    for (Future<Done> one : all) {
      Done done = one.get();
      sum = new Done(sum.measured() + done.measured(), sum.all() + done.all());
    }
    return sum;
  }

  private Done visit(Draw urls) {
    long measured = 0;
    long all = 0;
    for (long now = System.nanoTime(); now - endAt < 0; ) {
      store.visit(urls.next());
      all++;
      now = System.nanoTime();
      if (now - measureAt >= 0 && now - endAt < 0) {
        measured++;
      }
    }
    return new Done(measured, all);
  }
}
