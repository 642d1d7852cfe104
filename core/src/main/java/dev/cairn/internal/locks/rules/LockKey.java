package dev.cairn.internal.locks.rules;

import dev.cairn.internal.checks.Arguments;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The key of a lock's row: its namespace, and the name of its resource or, if that is long, a hash
 * of it.
 *
 * @param namespace the namespace, "" for the default one
 * @param resource the name, or its beginning and hash
 * @param counted true for a semaphore
 */
public record LockKey(String namespace, String resource, boolean counted) {
  /** The longest name, in bytes as UTF-8. */
  static final int MOST_BYTES = 4_096;

  /** With the longest namespace, and each zero byte written as two, this fits into a key. */
  private static final int MOST_IN_KEY = 160;

  private static final int SHOWN_OF_LONG_NAME = 24;

  /** Returns the key of a resource, whose name is checked. */
  public static LockKey of(String namespace, String resource) {
    if (Arguments.notNull("resource", resource).isBlank()) {
      throw new IllegalArgumentException(
          "resource is blank: '"
              + resource
              + "'; name what the lock is for, such as 'login:example.com'");
    }
    byte[] bytes = resource.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MOST_BYTES) {
      throw new IllegalArgumentException(
          "resource of %d bytes in UTF-8, at most %d are allowed; take a shorter name, or a hash of it: %s"
              .formatted(bytes.length, MOST_BYTES, Arguments.quoted(resource, 40)));
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(resource)) {
      throw new IllegalArgumentException(
          "resource has an unpaired surrogate: '"
              + resource
              + "'; take a name that is a Unicode text");
    }
    if (bytes.length <= MOST_IN_KEY) {
      return new LockKey(namespace, resource, false);
    }
    int cut =
        resource.offsetByCodePoints(
            0, Math.min(SHOWN_OF_LONG_NAME, resource.codePointCount(0, resource.length())));
    return new LockKey(namespace, resource.substring(0, cut) + "…#" + hash(bytes), false);
  }

  /** Returns the key of the semaphore of the same name. */
  public LockKey ofSemaphore() {
    return new LockKey(namespace, resource, true);
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return namespace.isEmpty()
        ? "'" + resource + "'"
        : "'%s' of namespace '%s'".formatted(resource, namespace);
  }
}
