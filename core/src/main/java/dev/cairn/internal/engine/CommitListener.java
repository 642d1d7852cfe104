package dev.cairn.internal.engine;

/** Receives a call after each commit that this process made to the store. */
@FunctionalInterface
public interface CommitListener {

  /**
   * Called on the thread that commits after a commit became visible and durable, and before any of
   * its writes is acknowledged. It must be short, and must not throw.
   *
   * @param batch the batch that was committed, for its identity: it can be read no longer
   * @param version the version that the commit made
   */
  void committed(Batch batch, long version);
}
