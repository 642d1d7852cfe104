package dev.cairn.internal.engine;

/**
 * The changes of one commit, with a view of the store in which they are already applied.
 *
 * <p>One batch object stands for one attempt at a commit. All writes that are committed together
 * see the same object, one after the other; when an attempt is given up and the writes run again,
 * they see another one.
 */
public interface Batch extends View {

  /**
   * Stores a value.
   *
   * @param key the key, 1 to {@link Engine#MAX_KEY_BYTES} bytes; not kept
   * @param value the value; not kept
   * @return false if that very value was stored already, so that nothing changed
   */
  boolean put(byte[] key, byte[] value);

  /**
   * Stores a value that is known to differ from the one stored, which is not looked up.
   *
   * @param key the key, 1 to {@link Engine#MAX_KEY_BYTES} bytes; not kept
   * @param value the value; not kept
   */
  void replace(byte[] key, byte[] value);

  /**
   * Deletes a key.
   *
   * @param key the key; not kept
   * @return false if it was not there
   */
  boolean delete(byte[] key);

  /**
   * Names a key in the change log of this commit. The engine logs nothing by itself: the caller
   * knows which keys others may hold copies of.
   *
   * @param key the key, kept
   */
  void logChange(byte[] key);

  /** Says in the change log that this commit may have changed anything. */
  void logEverything();

  /**
   * Returns how much this commit logs so far, which lets a caller detect changes logged by others.
   *
   * @return the number of calls to {@link #logChange}, or -1 if it logs everything
   */
  int logged();

  /**
   * Tells what commits after {@code since} changed, and what this batch has logged so far.
   *
   * @param since a version; one that is not below this batch's leaves only what this batch logged
   * @return the changes, this batch's own under the version that it makes; {@link
   *     Changes#everything()} where the log does not reach back to {@code since}, or a commit or
   *     this batch did not say what it changed
   */
  Changes changesSince(long since);
}
