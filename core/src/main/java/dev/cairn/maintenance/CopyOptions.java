package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

/** Sets the options for copying a store. Immutable. */
public final class CopyOptions {
  private static final CopyOptions WHOLE = new CopyOptions(false, ProgressListener.none());
  private static final CopyOptions COMPACT = new CopyOptions(true, ProgressListener.none());

  private final boolean compact;
  private final ProgressListener progress;

  private CopyOptions(boolean compact, ProgressListener progress) {
    this.compact = compact;
    this.progress = progress;
  }

  /**
   * Returns the options that copy all pages, free ones too, which is quickest.
   *
   * @return the options, without progress
   */
  public static CopyOptions whole() {
    return WHOLE;
  }

  /**
   * Returns the options that leave out the space that the store does not use, which takes longer.
   *
   * @return the options, without progress
   */
  public static CopyOptions compact() {
    return COMPACT;
  }

  /**
   * Sets the receiver of the progress, which is called on the thread that asks for the copy: the
   * copy is written first, and then it is read.
   *
   * @param receiver the receiver
   * @return the changed options
   */
  public CopyOptions withProgress(ProgressListener receiver) {
    return new CopyOptions(compact, notNull("receiver", receiver));
  }

  boolean isCompact() {
    return compact;
  }

  ProgressListener progress() {
    return progress;
  }
}
