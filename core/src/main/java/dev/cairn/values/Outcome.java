package dev.cairn.values;

/** How something that an agent tried came out. */
public enum Outcome {
  /** It did what was wanted. */
  SUCCESS,

  /** It did not do what was wanted. */
  FAILURE,

  /** Nobody has judged it, or not yet. */
  UNKNOWN;

  /** Returns {@link #SUCCESS} for true and {@link #FAILURE} for false. */
  public static Outcome of(boolean success) {
    return success ? SUCCESS : FAILURE;
  }
}
