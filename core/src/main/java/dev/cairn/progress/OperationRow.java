package dev.cairn.progress;

import dev.cairn.internal.machine.ProcessId;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.time.Instant;

/**
 * An operation as it is stored, until the machine restarts.
 *
 * @param slot the slot of its process
 * @param incarnation tells its process from those that had the slot before
 */
record OperationRow(
    String name,
    OperationState state,
    long done,
    long total,
    String message,
    long startedMillis,
    long updatedMillis,
    long pid,
    int slot,
    long incarnation) {
  static final Table<OperationKey, OperationRow> OPERATIONS =
      Table.named("operations")
          .keyedBy(Keys.record(OperationKey.class))
          .holding(OperationRow.class);

  OperationRow reported(OperationState now, long steps, long ofSteps, String text, long nowMillis) {
    return new OperationRow(
        name, now, steps, ofSteps, text, startedMillis, nowMillis, pid, slot, incarnation);
  }

  ProcessId process() {
    return new ProcessId(slot, incarnation);
  }

  OperationStatus status(OperationKey key, boolean alive) {
    return new OperationStatus(
        key.number(),
        name,
        state == OperationState.RUNNING && !alive ? OperationState.DEAD : state,
        done,
        total,
        message,
        Instant.ofEpochMilli(startedMillis),
        Instant.ofEpochMilli(updatedMillis),
        pid);
  }
}
