package dev.cairn.tools.text;

import org.jspecify.annotations.Nullable;

/** Tells from a file's first bytes whether it is UTF-8 text, as traces and dumps must be. */
public final class Encodings {
  /** The bytes that it takes to tell. */
  public static final int LOOK_BYTES = 8;

  private static final int[] UTF_8_MARK = {0xEF, 0xBB, 0xBF};

  private Encodings() {}

  /** Returns the length of the byte order mark of UTF-8 that a file begins with, or 0. */
  public static int markLength(byte[] first) {
    return startsWith(first, UTF_8_MARK) ? UTF_8_MARK.length : 0;
  }

  /**
   * Returns why a file cannot be read, with the way out, for a sentence that begins with the file;
   * null if nothing speaks against it.
   */
  public static @Nullable String problem(byte[] first) {
    boolean wide = startsWith(first, 0xFF, 0xFE) || startsWith(first, 0xFE, 0xFF);
    boolean halves = first.length > 1 && (first[0] == 0) != (first[1] == 0);
    boolean quarters = startsWith(first, 0, 0, 0) && first.length > 3 && first[3] != 0;
    if (wide || halves || quarters) {
      return "is UTF-16 or UTF-32, and must be UTF-8; convert it, as with iconv -f UTF-16 -t UTF-8";
    }
    if (startsWith(first, 'P', 'K', 3, 4)) {
      return "is a zip archive; unpack it first";
    }
    return null;
  }

  /** Returns whether a file is compressed with gzip. */
  public static boolean isGzip(byte[] first) {
    return startsWith(first, 0x1F, 0x8B);
  }

  /** Returns whether a file is compressed with zstd. */
  public static boolean isZstd(byte[] first) {
    return startsWith(first, 0x28, 0xB5, 0x2F, 0xFD);
  }

  private static boolean startsWith(byte[] bytes, int... beginning) {
    if (bytes.length < beginning.length) {
      return false;
    }
    for (int i = 0; i < beginning.length; i++) {
      if ((bytes[i] & 0xFF) != beginning[i]) {
        return false;
      }
    }
    return true;
  }
}
