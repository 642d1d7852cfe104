package dev.cairn.repositories;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * Gives the names of files as texts, whatever the locale: a name on disk is bytes, and Java decodes
 * them by the locale, which may turn them into question marks.
 */
final class PathText {
  private static final boolean UTF_8_NAMES =
      "UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", ""));
  private static final char REPLACEMENT = '\uFFFD';
  private static final int ASCII_END = 0x80;
  private static final int HEX = 16;

  private PathText() {}

  /** Returns the last name of a path; empty if its bytes are not UTF-8. */
  static Optional<String> of(Path path) {
    Path name = path.getFileName();
    if (name == null) {
      return Optional.of(path.toString()); // a root
    }
    String decoded = name.toString();
    if (isCertain(decoded)) {
      return Optional.of(decoded);
    }
    try {
      return Optional.of(UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(name))).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns the last name of a path as people are shown it: a byte beyond ASCII as {@code \xff}.
   */
  static String shown(Path path) {
    return of(path).orElseGet(() -> escaped(bytes(path.getFileName())));
  }

  private static boolean isCertain(String decoded) {
    return UTF_8_NAMES
        ? decoded.indexOf(REPLACEMENT) < 0
        : decoded.chars().allMatch(c -> c < ASCII_END);
  }

  /** Returns the bytes of a name by way of its URI, which escapes them as they are on disk. */
  private static byte[] bytes(Path name) {
    String uri = name.toUri().getRawPath();
    int end = uri.endsWith("/") ? uri.length() - 1 : uri.length(); // a directory
    int begin = uri.lastIndexOf('/', end - 1) + 1;
    byte[] bytes = new byte[end - begin];
    int count = 0;
    for (int i = begin; i < end; i++) {
      if (uri.charAt(i) == '%') {
        bytes[count++] = (byte) Integer.parseInt(uri, i + 1, i + 3, HEX);
        i += 2;
      } else {
        bytes[count++] = (byte) uri.charAt(i);
      }
    }
    return Arrays.copyOf(bytes, count);
  }

  private static String escaped(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(b >= 0 ? String.valueOf((char) b) : "\\x%02x".formatted(b & 0xFF));
    }
    return text.toString();
  }
}
