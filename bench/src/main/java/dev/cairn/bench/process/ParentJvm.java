package dev.cairn.bench.process;

import java.io.IOException;
import java.util.Arrays;

/** Sends lines from a child JVM to the JVM that started it, and waits for its replies. */
public final class ParentJvm {
  /** Begins every line that is said; whatever else a JVM prints does not. */
  static final String MARK = "child: ";

  private ParentJvm() {}

  /** Says a word, and figures behind it. */
  public static void say(String word, long... figures) {
    StringBuilder line = new StringBuilder(MARK).append(word);
    Arrays.stream(figures).forEach(figure -> line.append(' ').append(figure));
    System.out.println(line);
  }

  /**
   * Says that it is ready, and returns when it may go on.
   *
   * @throws IOException if the parent has ended meanwhile
   */
  public static void awaitGo() throws IOException {
    say("ready");
    if (System.in.read() < 0) {
      throw new IOException("the JVM that started this one has ended");
    }
  }
}
