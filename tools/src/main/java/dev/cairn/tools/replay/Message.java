package dev.cairn.tools.replay;

import dev.cairn.tools.jvms.ChildJvm;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * A message, one line long, from a child JVM that replays recorded writes to the JVM that started
 * it.
 */
sealed interface Message {
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
      return ChildJvm.MARK + "progress " + progress.operations();
    } else if (this instanceof Finished finished) {
      return ChildJvm.MARK + "finished " + encode(finished.latencies());
    } else if (this instanceof Failed failed) {
      return ChildJvm.MARK + "failed " + failed.why();
    }
    return ChildJvm.MARK + "ready";
  }

  /** Returns the message of a line that begins with the mark. */
  static Message of(String line) {
    String[] words = line.substring(ChildJvm.MARK.length()).split(" ", 2);
    return switch (words[0]) {
      case "ready" -> new Ready();
      case "progress" -> new Progress(Integer.parseInt(words[1]));
      case "finished" -> new Finished(decode(words[1]));
      case "failed" -> new Failed(words[1]);
      default -> throw new IllegalArgumentException("a worker sent no message: " + line);
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
