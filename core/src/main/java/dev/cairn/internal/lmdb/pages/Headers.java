package dev.cairn.internal.lmdb.pages;

import dev.cairn.internal.lmdb.pages.FormatException.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * The two meta pages of an LMDB data file, as they were at one moment. Other processes may write to
 * them.
 *
 * @param metas the readable meta pages, one or two; if none is readable, both as raw guesses
 * @param damages the faults in each by itself
 * @param headless whether there is no sound one, and what is taken for them must be looked at as it
 *     is
 */
record Headers(List<Meta> metas, List<Damage> damages, boolean headless) {
  private static final int LOOKS = 100;

  /**
   * Reads two sound ones.
   *
   * @throws FormatException if one of them is not as LMDB wants it
   */
  static Headers sound(FileChannel channel) throws IOException, FormatException {
    Meta zero = Meta.parse(0, read(channel, 0, 0));
    return new Headers(List.of(zero, second(channel, zero.pageSize())), List.of(), false);
  }

  /**
   * Reads what may be damaged. Commits write to them by turns, so the second one is of the first
   * one's time if the first one stayed as it was meanwhile.
   *
   * @throws FormatException if there is none at all, nor another page of LMDB's
   */
  static Headers damaged(FileChannel channel) throws IOException, FormatException {
    ByteBuffer first = ChannelBytes.read(channel, 0, Meta.BYTES);
    Headers headers = look(channel);
    for (int looks = 0; looks < LOOKS; looks++) {
      ByteBuffer again = ChannelBytes.read(channel, 0, Meta.BYTES);
      if (again.equals(first)) {
        break;
      }
      first = again;
      headers = look(channel);
    }
    return headers;
  }

  private static Headers look(FileChannel channel) throws IOException, FormatException {
    List<Meta> metas = new ArrayList<>();
    List<Damage> damages = new ArrayList<>();
    FormatException refused = null;
    try {
      metas.add(Meta.parse(0, read(channel, 0, 0)));
    } catch (FormatException e) {
      refused = e;
      damages.add(new Damage(null, 0L, "the first header cannot be used: " + e.getMessage(), null));
    }
    // Without the first one the page size is unknown, and with it where the second one stands.
    int smallest = metas.isEmpty() ? PageSize.SMALLEST : metas.get(0).pageSize();
    int largest = metas.isEmpty() ? PageSize.LARGEST : smallest;
    FormatException other = null;
    for (int size = smallest; size <= largest && other == null; size *= 2) {
      try {
        metas.add(second(channel, size));
        break;
      } catch (FormatException e) {
        if (size == largest) {
          other = e;
        }
      }
    }
    if (refused == null && other != null) {
      damages.add(
          new Damage(null, 1L, "the second header cannot be used: " + other.getMessage(), null));
    }
    if (metas.isEmpty() && refused != null) {
      return withoutSound(channel, refused, damages);
    }
    return new Headers(metas, damages, false);
  }

  /** Makes do with what stands in the place of the meta pages, if other pages prove the file. */
  private static Headers withoutSound(
      FileChannel channel, FormatException refused, List<Damage> damages)
      throws IOException, FormatException {
    int size = refused.kind() == Kind.OTHER_VERSION ? 0 : PageSize.recognise(channel);
    if (size == 0) {
      throw refused;
    }
    damages.add(new Damage(null, 1L, "the second header cannot be used either", null));
    List<Meta> metas = new ArrayList<>();
    for (int page = 0; page < 2; page++) {
      metas.add(anyway(channel, page, size));
    }
    return new Headers(metas, damages, true);
  }

  /** Reads the second one; LMDB believes what the newer one says of the pages' size. */
  private static Meta second(FileChannel channel, int pageSize)
      throws IOException, FormatException {
    Meta meta = Meta.parse(1, read(channel, 1, pageSize));
    if (meta.pageSize() != pageSize) {
      throw new FormatException(
          Kind.DAMAGED,
          "it is at byte %d, and its page size is %d".formatted(pageSize, meta.pageSize()));
    }
    return meta;
  }

  private static ByteBuffer read(FileChannel channel, int page, int pageSize)
      throws IOException, FormatException {
    ByteBuffer bytes = ChannelBytes.read(channel, (long) page * pageSize, Meta.BYTES);
    // A commit may be writing to it: if two looks in a row are equal, no commit came between.
    for (int looks = 0; looks < LOOKS; looks++) {
      ByteBuffer again = ChannelBytes.read(channel, (long) page * pageSize, Meta.BYTES);
      if (again.equals(bytes)) {
        break;
      }
      bytes = again;
    }
    if (bytes.remaining() < Meta.BYTES) {
      throw new FormatException(
          Kind.DAMAGED,
          page == 0
              ? "it has only %d bytes, less than a header".formatted(channel.size())
              : "it ends before its second header, at byte %d".formatted(channel.size()));
    }
    return bytes;
  }

  /** Reads what stands in the place of a meta page, as if it were a sound one. */
  static Meta anyway(FileChannel channel, int page, int pageSize)
      throws IOException, FormatException {
    return Meta.parseAnyway(page, read(channel, page, pageSize), pageSize);
  }

  /** Reads a meta page once more, as it is now. */
  Meta now(FileChannel channel, Meta meta) throws IOException, FormatException {
    return headless
        ? anyway(channel, meta.page(), meta.pageSize())
        : Meta.parse(meta.page(), read(channel, meta.page(), meta.pageSize()));
  }
}
