package dev.cairn.tools.replay;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/** What a worker says to the JVM that started it: one line a message. */
sealed interface Message {
  /** Begins every message; whatever else a JVM prints does not. */
  String MARK = "cairn-worker ";

  /** It has its share and the open store, and waits for the word to begin. */
  record Ready() implements Message {}

  /**
   * It is at work.
   *
   * @param operations how many of its operations are durable
   */
  record Progress(int operations) implements Message {}

  /**
   * It has done its share.
   *
   * @param latencies how long each operation took until it was durable, in nanoseconds
   */
  record Finished(Histogram latencies) implements Message {}

  /**
   * It cannot go on.
   *
   * @param why one line
   */
  record Failed(String why) implements Message {}

  /** Returns the line that says this. */
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

  /** Returns the message that {@code line} is, if it is one. */
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
