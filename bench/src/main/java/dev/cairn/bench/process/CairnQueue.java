package dev.cairn.bench.process;

import dev.cairn.Cairn;
import dev.cairn.jobs.JobKind;
import dev.cairn.jobs.Jobs;
import dev.cairn.jobs.Worker;
import java.nio.file.Path;

/** A queue of Cairn. */
final class CairnQueue implements JobQueue {
  private static final JobKind<Task> TASK = JobKind.named("task", Task.class);

  private final Cairn cairn;
  private final Jobs jobs;

  /** The payload of a job that does nothing but count. */
  record Task(long number) {}

  CairnQueue(Path directory) {
    cairn = Cairn.open(directory);
    jobs = cairn.memory().jobs();
  }

  @Override
  public void submit(long number) {
    var unused = jobs.submit(TASK, new Task(number));
  }

  @Override
  public void work(int threads, long complete) throws InterruptedException {
    Worker worker = jobs.worker(TASK, claim -> {}, threads);
    try {
      while (jobs.counts(TASK).done() < complete) {
        Thread.sleep(1);
      }
    } finally {
      worker.close();
    }
  }

  @Override
  public void close() {
    cairn.close();
  }
}
