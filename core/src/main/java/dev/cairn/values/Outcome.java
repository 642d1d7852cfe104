package dev.cairn.values;

/** The outcome of something that an agent tried: success, failure or unknown. */
public enum Outcome {
  /** The attempt reached its goal. */
  SUCCESS,

  /** The attempt did not reach its goal. */
  FAILURE,

  /** The outcome has not been judged, or not yet. */
  UNKNOWN;

  /** Returns {@link #SUCCESS} for true and {@link #FAILURE} for false. */
  public static Outcome of(boolean success) {
    return success ? SUCCESS : FAILURE;
  }
}
