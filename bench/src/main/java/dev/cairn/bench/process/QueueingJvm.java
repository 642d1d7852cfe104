package dev.cairn.bench.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The program of a child JVM that submits jobs to a queue, and does jobs at the same time. */
final class QueueingJvm {
  private QueueingJvm() {}

  /**
   * Runs; the arguments are queue, directory, number of JVMs, number of threads, and jobs of this
   * JVM.
   */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    int jvms = Integer.parseInt(args[2]);
    int threads = Integer.parseInt(args[3]);
    int jobs = Integer.parseInt(args[4]);
    ExecutorService submitters = Executors.newFixedThreadPool(threads);
    try (JobQueue queue = QueueKind.valueOf(args[0]).open(Path.of(args[1]))) {
      ParentJvm.awaitGo();
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int first = i;
        all.add(
            submitters.submit(
                () -> {
                  for (int number = first; number < jobs; number += threads) {
                    queue.submit(number);
                  }
                }));
      }
      queue.work(threads, (long) jvms * jobs);
      for (Future<?> one : all) {
        one.get();
      }
      ParentJvm.say("done");
    } finally {
      submitters.shutdownNow();
    }
  }
}
