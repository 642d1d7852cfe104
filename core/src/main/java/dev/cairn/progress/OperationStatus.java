package dev.cairn.progress;

import java.time.Instant;
import java.util.OptionalDouble;

/**
 * The state and the progress of an operation at one moment; immutable.
 *
 * @param number tells it from others; a later one has a greater number
 * @param name its name
 * @param state how it stands
 * @param done the steps that are done
 * @param total the steps that there are to do; 0 if that is not known
 * @param message what its program says of it, perhaps nothing
 * @param startedAt when it began
 * @param updatedAt when this was written
 * @param pid the id of its process, in its own container
 */
public record OperationStatus(
    long number,
    String name,
    OperationState state,
    long done,
    long total,
    String message,
    Instant startedAt,
    Instant updatedAt,
    long pid) {

  /** Returns the part that is done, from 0 to 1; empty if the total is not known. */
  public OptionalDouble fraction() {
    return total > 0
        ? OptionalDouble.of(Math.min(1, (double) done / total))
        : OptionalDouble.empty();
  }
}
