package dev.cairn.progress;

/**
 * Names an operation among those of all namespaces.
 *
 * @param namespace its namespace
 * @param number its number in the sequence of the machine
 */
record OperationKey(String namespace, long number) {}
