package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The recorded calls of a process on the data file of a store, together with the moments at which
 * writes were acknowledged.
 *
 * @param events the calls, in the order in which they returned
 */
record DiskRecord(List<Event> events) {
  private static final int HEADER_BYTES = 16;

  /** The kind of a recorded event. */
  enum Kind {
    WRITE('W'),
    TRUNCATE('T'),
    /** A sync begins. */
    SYNCING('B'),
    /** The same one has returned. */
    SYNCED('S'),
    /** The store promised something. */
    ACKNOWLEDGED('A'),
    /** A directory was synced. */
    DIRECTORY_SYNCED('D'),
    /** A file got a name. */
    LINKED('L');

    private final char type;

    Kind(char type) {
      this.type = type;
    }

    static Kind of(char type) {
      for (Kind kind : values()) {
        if (kind.type == type) {
          return kind;
        }
      }
      throw new IllegalArgumentException("no event is called '" + type + "'");
    }
  }

  /** One call. */
  static final class Event {
    private final Kind kind;
    private final boolean durable;
    private final long offset;
    private final byte[] bytes;

    Event(Kind kind, boolean durable, long offset, byte[] bytes) {
      this.kind = kind;
      this.durable = durable;
      this.offset = offset;
      this.bytes = bytes;
    }

    Kind kind() {
      return kind;
    }

    /** Of a write: whether it was durable when it returned ({@code O_DSYNC}). */
    boolean durable() {
      return durable;
    }

    /**
     * Of a write: where in the file; of a truncation: the new length; of a sync: whose thread's.
     */
    long offset() {
      return offset;
    }

    /** The bytes that were written, or the text of a promise. */
    byte[] bytes() {
      return bytes;
    }

    String text() {
      return new String(bytes, UTF_8);
    }

    Event ordinary() {
      return new Event(kind, false, offset, bytes);
    }
  }

  static DiskRecord read(Path file) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
    List<Event> events = new ArrayList<>();
    while (in.remaining() >= HEADER_BYTES) {
      int at = in.position();
      byte[] bytes = new byte[in.getInt(at + 4)];
      Kind kind = Kind.of((char) in.get(at));
      boolean durable = in.get(at + 1) != 0;
      long offset = in.getLong(at + 8);
      in.position(at + HEADER_BYTES).get(bytes);
      events.add(new Event(kind, durable, offset, bytes));
    }
    return new DiskRecord(events);
  }

  /** As if the store had not called for syncs: what it would look like if it forgot to. */
  DiskRecord withoutSyncs() {
    return new DiskRecord(events.stream().filter(event -> event.kind() != Kind.SYNCED).toList());
  }

  /** As if what the store opens for durable writes were a file like any other. */
  DiskRecord withoutDurableWrites() {
    return new DiskRecord(events.stream().map(Event::ordinary).toList());
  }
}
