package dev.cairn.internal.engine;

/** An unchanging view of the store, as one commit left it. The caller closes it. */
public interface Snapshot extends View, AutoCloseable {

  /**
   * Tells what commits after {@code since}, up to this snapshot's version, changed.
   *
   * @param since a version; one that is not below this snapshot's gives an empty answer
   * @return the changes; {@link Changes#everything()} where the log does not reach back to {@code
   *     since}, or a commit did not say what it changed
   */
  Changes changesSince(long since);

  /** Ends the snapshot and its cursors. Does nothing the second time. */
  @Override
  void close();
}
