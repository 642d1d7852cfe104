package dev.cairn.tools.replay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A message, one line long, from a child JVM that replays recorded writes to the JVM that started
 * it.
 */
sealed interface Message {
  /** The beginning of every message, which tells it from anything else that a JVM prints. */
  String MARK = "cairn-worker ";

  /** The worker has its share and has opened the store; it waits for the word to begin. */
  record Ready() implements Message {}

  /**
   * The worker is at work.
   *
   * @param operations the number of its operations that are durable
   */
  record Progress(int operations) implements Message {}

  /**
   * The worker has done its share.
   *
   * @param latencies the time of each operation until it was durable, in nanoseconds
   */
  record Finished(Histogram latencies) implements Message {}

  /**
   * The worker failed.
   *
   * @param why the reason, in one line
   */
  record Failed(String why) implements Message {}

  /** Returns the message as a line, without its end. */
  default String line() {
    if (this instanceof Progress progress) {
      return MARK + "progress " + progress.operations();
    } else if (this instanceof Finished finished) {
      return MARK + "finished " + encode(finished.latencies());
    } else if (this instanceof Failed failed) {
      return MARK + "failed " + failed.why();
    }
    return MARK + "ready";
  }

  /** Returns {@code line} as a message; empty if it is none. */
  static Optional<Message> parse(String line) {
    if (!line.startsWith(MARK)) {
      return Optional.empty();
    }
    String[] words = line.substring(MARK.length()).split(" ", 2);
    return switch (words[0]) {
      case "ready" -> Optional.of(new Ready());
      case "progress" -> Optional.of(new Progress(Integer.parseInt(words[1])));
      case "finished" -> Optional.of(new Finished(decode(words[1])));
      case "failed" -> Optional.of(new Failed(words[1]));
      default -> Optional.empty();
    };
  }

  private static String encode(Histogram histogram) {
    ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    return Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length));
  }

  private static Histogram decode(String text) {
    try {
      return Histogram.decodeFromCompressedByteBuffer(
          ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
    } catch (DataFormatException e) {
      throw new IllegalArgumentException("a worker sent no histogram: " + text, e);
    }
  }
}
