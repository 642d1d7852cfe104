package dev.cairn.jobs;

/**
 * The numbers of jobs of a kind in each state. They are kept with each change, so to ask for them
 * takes the same time however many jobs there are.
 *
 * @param delayed how many wait for a time
 * @param ready how many wait for their turn
 * @param claimed how many run
 * @param done how many were completed, and are kept
 * @param dead how many are dead letters, and are kept
 * @param cancelled how many were cancelled, and are kept
 */
public record JobCounts(
    long delayed, long ready, long claimed, long done, long dead, long cancelled) {
  static final JobCounts NONE = new JobCounts(0, 0, 0, 0, 0, 0);

  /** Returns the number of jobs in a state. */
  public long of(JobStatus status) {
    return switch (status) {
      case DELAYED -> delayed;
      case READY -> ready;
      case CLAIMED -> claimed;
      case DONE -> done;
      case DEAD -> dead;
      case CANCELLED -> cancelled;
    };
  }

  /** Returns the number of jobs that are not finished. */
  public long unfinished() {
    return delayed + ready + claimed;
  }

  JobCounts plus(JobStatus status, int more) {
    return new JobCounts(
        delayed + (status == JobStatus.DELAYED ? more : 0),
        ready + (status == JobStatus.READY ? more : 0),
        claimed + (status == JobStatus.CLAIMED ? more : 0),
        done + (status == JobStatus.DONE ? more : 0),
        dead + (status == JobStatus.DEAD ? more : 0),
        cancelled + (status == JobStatus.CANCELLED ? more : 0));
  }
}
