package dev.cairn.bench.process;

/** A durable queue of jobs that several JVMs share; safe for any number of threads. */
interface JobQueue extends AutoCloseable {

  /** Submits a job; it is on disk when this returns. */
  void submit(long number);

  /**
   * Does the jobs that wait and those to come, on several threads, until there are so many complete
   * ones in the queue. A job is complete when that is on disk.
   */
  void work(int threads, long complete) throws InterruptedException;

  @Override
  void close();
}
