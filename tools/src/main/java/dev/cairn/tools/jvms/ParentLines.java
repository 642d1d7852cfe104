package dev.cairn.tools.jvms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Reads the lines that the parent JVM sends to a child JVM, and halts the child when the parent
 * ends.
 *
 * <p>A thread reads the pipe from the first moment on. The kernel closes the pipe when the parent
 * ends, however it ends; then this thread halts the JVM. So a worker outlives its parent neither
 * while it starts nor while it opens the store, works or waits.
 */
public final class ParentLines {
  private static final int ORPHANED = 1;

  /** Unbounded: a full queue would keep the thread from the end of the pipe. */
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private ParentLines() {}

  /** Begins to read {@code pipe}, which the parent holds open as long as it lives. */
  public static ParentLines start(InputStream pipe) {
    ParentLines parent = new ParentLines();
    Thread reader = new Thread(() -> parent.read(pipe), "parent-lines");
    reader.setDaemon(true);
    reader.start();
    return parent;
  }

  private void read(InputStream pipe) {
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(pipe, StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // A broken pipe means the same as a closed one.
    } finally {
      Runtime.getRuntime().halt(ORPHANED);
    }
  }

  /** Waits for the next line. */
  public String next() throws InterruptedException {
    return lines.take();
  }
}
