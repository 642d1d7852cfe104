package dev.cairn.tools.trace;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.cairn.tools.text.Encodings;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of a JSON Lines file that may be compressed, and refuses any encoding but UTF-8.
 * It unpacks gzip and zstd, and passes over a byte order mark.
 *
 * <p>It splits bytes and not characters: a reader decodes ahead, and could not tell in which line
 * the bytes stood that are no UTF-8.
 */
public final class TraceBytes {
  /** Keeps a file that is no text from filling the memory with one line. */
  private static final int MAX_LINE_BYTES = 64 << 20;

  private final String source;
  private final BufferedInputStream in;
  private int number;

  /**
   * Looks at the first bytes.
   *
   * @param source the file's name in messages
   * @throws BadLineException if the first bytes show that it is no text in UTF-8
   */
  public TraceBytes(String source, InputStream raw) throws IOException, BadLineException {
    this.source = source;
    BufferedInputStream packed = new BufferedInputStream(raw, 1 << 16);
    byte[] first = look(packed);
    try {
      if (Encodings.isGzip(first)) {
        in = new BufferedInputStream(new GZIPInputStream(packed));
        first = look(in);
      } else if (Encodings.isZstd(first)) {
        in = new BufferedInputStream(new ZstdInputStream(packed));
        first = look(in);
      } else {
        in = packed;
      }
    } catch (EOFException | ZipException | ZstdIOException e) {
      throw damaged(e);
    }
    String problem = Encodings.problem(first);
    if (problem != null) {
      throw new BadLineException(source, 1, "the file " + problem);
    }
    in.skipNBytes(Encodings.markLength(first));
  }

  private static byte[] look(BufferedInputStream in) throws IOException {
    in.mark(Encodings.LOOK_BYTES);
    byte[] first = in.readNBytes(Encodings.LOOK_BYTES);
    in.reset();
    return first;
  }

  private BadLineException damaged(IOException e) {
    return new BadLineException(
        source, number + 1, "the compressed data is damaged or cut off: " + e.getMessage());
  }

  /** Returns the number of the last line, 1 for the first. */
  public int number() {
    return number;
  }

  /**
   * Returns the next line without its end, or null if there is none.
   *
   * @throws BadLineException if compressed data is damaged
   * @throws IllegalArgumentException if the line is no UTF-8; the next call reads the line after it
   */
  public @Nullable String next() throws IOException, BadLineException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(512);
    int b;
    try {
      b = in.read();
      if (b < 0) {
        return null;
      }
      for (; b >= 0 && b != '\n'; b = in.read()) {
        if (line.size() == MAX_LINE_BYTES) {
          throw new BadLineException(
              source, number + 1, "the line has more than " + (MAX_LINE_BYTES >> 20) + " MiB");
        }
        line.write(b);
      }
    } catch (EOFException | ZipException | ZstdIOException e) {
      throw damaged(e);
    }
    number++;
    return decoded(line.toByteArray());
  }

  private static String decoded(byte[] line) {
    ByteBuffer bytes = ByteBuffer.wrap(line);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "not UTF-8 after byte %d of the line; convert the file, as with iconv -f ISO-8859-1 -t UTF-8"
              .formatted(bytes.position()),
          e);
    }
  }
}
