package dev.cairn.internal.locks.rules;

import dev.cairn.internal.machine.ProcessId;

/**
 * A thread, or an asynchronous request, that holds locks or waits for one.
 *
 * @param slot the slot of its process
 * @param incarnation the incarnation of its process
 * @param pid the id of its process, for people
 * @param number the id of the thread; negative for an asynchronous request
 * @param name the name of the thread, for people
 */
public record Party(int slot, long incarnation, long pid, long number, String name) {
  private static final int LONGEST_NAME = 60;

  /** The components that tell a party from others: the name of a thread may change. */
  public record Id(int slot, long incarnation, long number) {}

  public static Party of(ProcessId process, long number, String name) {
    return new Party(
        process.slot(),
        process.incarnation(),
        ProcessHandle.current().pid(),
        number,
        name.substring(0, Math.min(name.length(), LONGEST_NAME)));
  }

  public Id id() {
    return new Id(slot, incarnation, number);
  }

  /** Returns its process. */
  public ProcessId process() {
    return new ProcessId(slot, incarnation);
  }

  public boolean is(Party other) {
    return number == other.number && isOfSameProcess(other);
  }

  boolean isOfSameProcess(Party other) {
    return slot == other.slot && incarnation == other.incarnation;
  }

  @Override
  public String toString() {
    return number < 0
        ? "a request by thread '%s' of process %d".formatted(name, pid)
        : "thread '%s' (id %d) of process %d".formatted(name, number, pid);
  }
}
