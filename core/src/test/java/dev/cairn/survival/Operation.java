package dev.cairn.survival;

import java.util.List;
import java.util.OptionalLong;

/**
 * One read or write in a recorded history of concurrent operations, with its client, result, and
 * start and end times. An increment that did not find the expected number is a {@link Kind#GET}.
 *
 * @param client the thread that asked
 * @param kind the kind of operation
 * @param value the number that it saw, stored, or found and added one to
 * @param saw the version of the store that it was based on; {@link #UNKNOWN} where nothing tells
 * @param invoked the time at which it began, by {@link System#nanoTime}
 * @param responded the time at which it ended
 */
record Operation(
    String client, String key, Kind kind, long value, long saw, long invoked, long responded) {
  static final long UNKNOWN = -1;

  enum Kind {
    GET,
    PUT,
    INCREMENT
  }

  /** Returns what is stored afterwards, or empty if this could not happen to what was before. */
  OptionalLong after(long before) {
    return switch (kind) {
      case GET -> before == value ? OptionalLong.of(value) : OptionalLong.empty();
      case PUT -> OptionalLong.of(value);
      case INCREMENT -> before == value ? OptionalLong.of(value + 1) : OptionalLong.empty();
    };
  }

  /** Tells whether this had ended when the other one began. */
  boolean precedes(Operation other) {
    return responded - other.invoked < 0;
  }

  /** Returns the least version that the store must have had at its end. */
  long left() {
    return kind == Kind.GET || saw == UNKNOWN ? saw : saw + 1;
  }

  String toLine() {
    return String.join(
        "\t",
        List.of(client, key, kind.name(), "" + value, "" + saw, "" + invoked, "" + responded));
  }

  static Operation parse(String line) {
    String[] words = line.split("\t", -1);
    return new Operation(
        words[0],
        words[1],
        Kind.valueOf(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        Long.parseLong(words[6]));
  }
}
