package dev.cairn.tools.dump;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStream;
import dev.cairn.maintenance.StoreBuilder;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** A dump to be read, of whichever format, compressed or not: its first bytes tell. */
public final class DumpInput {
  private static final byte[] ZSTD = {0x28, (byte) 0xB5, 0x2F, (byte) 0xFD};
  private static final int LOOK_BYTES = 8;

  private final String file;
  private final boolean allowTruncated;
  private final DumpReader reader;

  private DumpInput(String file, boolean allowTruncated, DumpReader reader) {
    this.file = file;
    this.allowTruncated = allowTruncated;
    this.reader = reader;
  }

  /**
   * Looks what it is.
   *
   * @param file what messages name it
   * @param raw its bytes
   * @param allowTruncated whether what is whole is to be taken of a dump that is not
   * @throws BadDumpException if it is no dump
   */
  public static DumpInput of(String file, InputStream raw, boolean allowTruncated)
      throws IOException, BadDumpException {
    InputStream in = new BufferedInputStream(raw, 1 << 16);
    byte[] first = look(in);
    if (startsWith(first, ZSTD)) {
      in = new BufferedInputStream(new ZstdInputStream(in), 1 << 17);
      try {
        first = look(in);
      } catch (IOException e) {
        throw BadDumpException.atEnd(file, "is damaged: " + e.getMessage());
      }
    }
    DumpReader reader;
    if (startsWith(first, MdbDumpReader.BEGINNING.getBytes(StandardCharsets.US_ASCII))) {
      reader = new MdbDumpReader(file, in);
    } else if (first.length > 0 && first[0] == '{') {
      reader = new JsonDumpReader(file, in);
    } else {
      throw BadDumpException.foreign(
          file,
          first.length == 0
              ? "is no dump: it is empty"
              : "is no dump: it begins neither as JSON nor as LMDB's format");
    }
    return new DumpInput(file, allowTruncated, reader);
  }

  private static byte[] look(InputStream in) throws IOException {
    in.mark(LOOK_BYTES);
    byte[] beginning = in.readNBytes(LOOK_BYTES);
    in.reset();
    return beginning;
  }

  private static boolean startsWith(byte[] bytes, byte[] beginning) {
    return bytes.length >= beginning.length
        && Arrays.equals(bytes, 0, beginning.length, beginning, 0, beginning.length);
  }

  /**
   * Reads everything into a store that is being built.
   *
   * @param progress is told now and then that rows were read
   * @return why not everything was taken, if that is allowed and so; else null
   * @throws BadDumpException if the dump is not whole, or does not fit itself
   */
  public @Nullable String read(StoreBuilder builder, LongConsumer progress)
      throws IOException, BadDumpException, InterruptedException {
    reader.begin(builder);
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
      if (!allowTruncated || !e.damaged()) {
        throw e;
      }
      return String.valueOf(e.getMessage());
    } catch (ZstdIOException e) {
      String problem = "the compressed data is damaged or cut off: " + e.getMessage();
      if (!allowTruncated) {
        throw BadDumpException.atEnd(file, "is not whole: " + problem);
      }
      return file + ": " + problem;
    }
  }
}
