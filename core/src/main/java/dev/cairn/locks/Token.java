package dev.cairn.locks;

import dev.cairn.internal.checks.Arguments;

/**
 * The number of one grant of a named lock, by which a write proves that the lock is still held, and
 * by which others can tell an older holder from a newer one.
 *
 * <p>Each grant of a lock has a greater number than all grants of it before, also those before a
 * restart of the machine, unless the store was replaced by an older copy of itself. With the scope
 * {@link Scope#PROCESS} this holds within the process.
 *
 * @param resource the name of the lock
 * @param scope its scope
 * @param number the number, positive
 */
public record Token(String resource, Scope scope, long number) {

  /** Refuses null, a blank name and a number that is not positive. */
  public Token {
    Arguments.notBlank("resource", resource);
    Arguments.notNull("scope", scope);
    Arguments.positive("number", number);
  }
}
