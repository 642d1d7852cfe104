package dev.cairn.maintenance;

/**
 * Receives the progress of a long operation.
 *
 * <p>An operation calls it now and then, at times on a thread of its own, and waits for it to
 * return: it should be quick. An exception that it throws ends the operation as a failure would.
 */
@FunctionalInterface
public interface ProgressListener {

  /** The part of an operation that is under way; it says which things are counted. */
  enum Step {
    /** A copy is written; counts the bytes of its files. */
    WRITING,
    /** A store is read; counts its entries, from the first again where the reading begins again. */
    READING,
    /** Indexes are repaired; counts the rows and index entries of one table after the other. */
    INDEXING,
    /** Rows are deleted; counts them. */
    DELETING
  }

  /**
   * Returns the progress that ignores all calls.
   *
   * @return the silent progress
   */
  static ProgressListener none() {
    return (step, done) -> {};
  }

  /**
   * Receives the state of the operation.
   *
   * @param step the part that is under way
   * @param done the number of things that are done, of the kind that {@code step} counts
   */
  void at(Step step, long done);
}
