package dev.cairn.repositories;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The content of a file at one moment, or the reason why it has none that can be searched.
 *
 * @param size its bytes
 * @param modified when it was modified
 * @param readAt when its reading began
 * @param hash the SHA-256 of its bytes; "" if it was not read to its end
 * @param text its text; "" if it is left out
 * @param leftOut why it is left out; "" if it is not
 */
record SourceFile(
    long size, Instant modified, Instant readAt, String hash, String text, String leftOut) {
  private static final int ATTEMPTS = 3;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Reads a file as it is between two looks at its size and time; again where these differ.
   *
   * @param mostBytes the size of the largest file that is taken
   * @return the file; empty if it changed with each attempt
   * @throws IOException if it cannot be read
   */
  static Optional<SourceFile> read(Path file, long mostBytes) throws IOException {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Instant begin = Instant.now();
      BasicFileAttributes before = look(file);
      if (!before.isRegularFile()) {
        break; // replaced by something else since it was listed
      }
      if (before.size() > mostBytes) {
        return Optional.of(leftOut(before, begin, "", tooLarge(mostBytes)));
      }
      byte[] bytes;
      try (InputStream stream = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
        bytes = stream.readNBytes((int) before.size() + 1);
      }
      BasicFileAttributes after = look(file);
      if (bytes.length == before.size() && isSame(before, after)) {
        return Optional.of(of(before, begin, bytes));
      }
    }
    return Optional.empty();
  }

  static String tooLarge(long mostBytes) {
    return "larger than %,d bytes".formatted(mostBytes);
  }

  private static BasicFileAttributes look(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isSame(BasicFileAttributes before, BasicFileAttributes after) {
    return before.size() == after.size()
        && before.lastModifiedTime().equals(after.lastModifiedTime())
        && Objects.equals(before.fileKey(), after.fileKey());
  }

  private static SourceFile of(BasicFileAttributes attributes, Instant begin, byte[] bytes) {
    String hash = HexFormat.of().formatHex(sha256(bytes));
    String text = text(bytes);
    if (text == null) {
      return leftOut(attributes, begin, hash, "no text in UTF-8");
    }
    if (text.isBlank()) {
      return leftOut(attributes, begin, hash, "empty");
    }
    return new SourceFile(
        attributes.size(), attributes.lastModifiedTime().toInstant(), begin, hash, text, "");
  }

  private static SourceFile leftOut(
      BasicFileAttributes attributes, Instant begin, String hash, String reason) {
    return new SourceFile(
        attributes.size(), attributes.lastModifiedTime().toInstant(), begin, hash, "", reason);
  }

  /** Returns the text; null if it has a NUL, as binary files have, or is not UTF-8. */
  private static @Nullable String text(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return null;
      }
    }
    try {
      String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      return null;
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
