package dev.cairn.jobs;

/**
 * Does one job: code of the program, which a worker calls for each job of a kind.
 *
 * @param <P> the record class of their payloads
 */
@FunctionalInterface
public interface JobHandler<P extends Record> {

  /**
   * Does a job. When it returns, the job is complete, if it is not already; if it throws, the job
   * has failed, and is tried again or goes to the dead letters.
   *
   * <p>A job that is interrupted by the end of its process is done again: so effects on the store
   * belong into one transaction with {@link Jobs#complete(Claim)}, and other effects must bear to
   * be repeated.
   *
   * <p>The thread is interrupted when the worker stops, and when the claim is lost, since the job
   * was cancelled or its lease has ended.
   *
   * @param claim the job
   * @throws InterruptedException if the thread was interrupted. If that was because the worker
   *     stops, the job is given back, and the attempt does not count
   * @throws Exception if the job failed; the exception is its reason
   */
  void handle(Claim<P> claim) throws Exception;
}
