package dev.cairn.internal.engine;

/** Receives a call when the version of a store may have risen, in whichever process. */
@FunctionalInterface
public interface VersionListener {

  /**
   * Called after a commit of any process, soon: within some microseconds where the committing
   * program announces its commits, and within {@link #LATEST_MILLIS} otherwise. Several commits may
   * share a call. It is also called after the engine was closed, so that a listener which asks for
   * the version hears of it, and now and then without a reason.
   *
   * <p>One thread calls all listeners of an engine, so this must be short. What it throws is
   * logged, and it is called again.
   */
  void versionMayHaveRisen();

  /** The longest time from a commit that is not announced to the call, in milliseconds. */
  int LATEST_MILLIS = 50;
}
