package dev.cairn.internal.machine;

/**
 * Names a process that has a store open: its slot, and a number by which it differs from everyone
 * who had the slot before.
 *
 * @param slot the slot
 * @param incarnation the number, never used twice in a run of the machine
 */
public record ProcessId(int slot, long incarnation) {}
