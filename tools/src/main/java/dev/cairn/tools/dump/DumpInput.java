package dev.cairn.tools.dump;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.cairn.maintenance.StoreBuilder;
import dev.cairn.tools.text.Encodings;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** Opens a dump of any format, compressed or not, and reads it into a new store. */
public final class DumpInput {
  private final String file;
  private final boolean allowTruncated;
  private final DumpReader reader;

  private DumpInput(String file, boolean allowTruncated, DumpReader reader) {
    this.file = file;
    this.allowTruncated = allowTruncated;
    this.reader = reader;
  }

  /**
   * Recognises the format by the first bytes.
   *
   * @param file the name of the dump in messages
   * @param raw the bytes of the dump
   * @param allowTruncated whether to take the rows before the place where a dump is cut off or
   *     damaged
   * @throws BadDumpException if it is no dump
   */
  public static DumpInput of(String file, InputStream raw, boolean allowTruncated)
      throws IOException, BadDumpException {
    byte[] first = raw.readNBytes(Encodings.LOOK_BYTES);
    InputStream in = behind(first, raw);
    if (Encodings.isZstd(first)) {
      InputStream plain = new ZstdInputStream(new Sips(new BufferedInputStream(in, 1 << 16)));
      try {
        first = plain.readNBytes(Encodings.LOOK_BYTES);
      } catch (ZstdIOException e) {
        throw damaged(file, e);
      }
      in = behind(first, plain);
    }
    int mark = Encodings.markLength(first);
    in.skipNBytes(mark);
    first = Arrays.copyOfRange(first, mark, first.length);
    DumpReader reader;
    if (startsWith(first, MdbDumpReader.BEGINNING.getBytes(StandardCharsets.US_ASCII))) {
      reader = new MdbDumpReader(file, in);
    } else if (first.length > 0 && first[0] == '{' && Encodings.problem(first) == null) {
      reader = new JsonDumpReader(file, in);
    } else {
      throw BadDumpException.foreign(file, foreign(first));
    }
    return new DumpInput(file, allowTruncated, reader);
  }

  private static String foreign(byte[] first) {
    String encoding = Encodings.problem(first);
    if (encoding != null) {
      return encoding;
    } else if (Encodings.isGzip(first)) {
      return "is compressed with gzip; unpack it first, as with gunzip -c FILE | cairn restore -";
    }
    return first.length == 0
        ? "is no dump: it is empty"
        : "is no dump: it begins neither as JSON nor as LMDB's format";
  }

  /** Puts the first bytes back; a buffer would lose them if {@code in} throws. */
  private static InputStream behind(byte[] first, InputStream in) {
    return new SequenceInputStream(new ByteArrayInputStream(first), in);
  }

  /**
   * Returns few bytes at a time. The decompressor drops all output of a piece of input that has
   * damage, so a piece must not reach far beyond a block.
   */
  private static final class Sips extends FilterInputStream {
    private static final int MOST_BYTES = 1 << 10;

    Sips(InputStream in) {
      super(in);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return super.read(bytes, offset, Math.min(length, MOST_BYTES));
    }

    @Override
    public int available() {
      return 0; // or the decompressor reads on although it has output
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /**
   * Reads the whole dump into a store that is being built.
   *
   * @param progress receives the number of rows so far, now and then
   * @return the reason why only the first rows were taken, where that is allowed; null if all were
   * @throws BadDumpException if the dump is not whole, or contradicts itself
   */
  public @Nullable String read(StoreBuilder builder, LongConsumer progress)
      throws IOException, BadDumpException, InterruptedException {
    try {
      reader.begin(builder);
      return readRows(builder, progress);
    } catch (ZstdIOException e) {
      throw damaged(file, e);
    }
  }

  private @Nullable String readRows(StoreBuilder builder, LongConsumer progress)
      throws IOException, BadDumpException, InterruptedException {
    try (ReadAhead ahead = new ReadAhead(reader)) {
      long entries = 0;
      for (DumpReader.Entry entry = ahead.next(); entry != null; entry = ahead.next()) {
        reader.add(entry, builder);
        if ((++entries & 0xFFF) == 0) {
          progress.accept(entries);
        }
      }
      return null;
    } catch (BadDumpException e) {
      return untaken(e);
    } catch (ZstdIOException e) {
      return untaken(damaged(file, e));
    }
  }

  private String untaken(BadDumpException e) throws BadDumpException {
    if (!allowTruncated || !e.hasPlace()) {
      throw e;
    }
    return String.valueOf(e.getMessage());
  }

  private static BadDumpException damaged(String file, ZstdIOException e) {
    return e.getErrorCode() == Zstd.errChecksumWrong()
        ? BadDumpException.somewhere(file, "is damaged: the checksum of zstd does not match")
        : BadDumpException.atEnd(
            file, "is not whole: the compressed data is damaged or cut off: " + e.getMessage());
  }
}
