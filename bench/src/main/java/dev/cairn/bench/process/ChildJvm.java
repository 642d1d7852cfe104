package dev.cairn.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.bench.contender.JvmArgs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Starts and controls a JVM that is measured, or that does work beside the measuring JVM. Parent
 * and child exchange lines; see {@link ParentJvm}.
 */
public final class ChildJvm implements AutoCloseable {
  /** The minutes after which a child is taken to hang. */
  private static final int LIMIT_MINUTES = 15;

  private final String name;
  private final Process process;
  private final PrintWriter toChild;
  private final BufferedReader fromChild;
  private String lastNoise = "";

  private ChildJvm(String name, Process process) {
    this.name = name;
    this.process = process;
    toChild = new PrintWriter(process.outputWriter(UTF_8));
    fromChild = process.inputReader(UTF_8);
    CompletableFuture.delayedExecutor(LIMIT_MINUTES, TimeUnit.MINUTES)
        .execute(() -> destroy(process));
  }

  /** Starts a JVM with the flags that contenders want and with a warm heap. */
  static ChildJvm start(Class<?> main, Object... arguments) throws IOException {
    return start(List.of(), JvmArgs.WARM_HEAP, main, arguments);
  }

  /**
   * Starts a JVM.
   *
   * @param before the command that runs the JVM; empty if there is none
   * @param flags beside those that contenders want
   */
  public static ChildJvm start(
      List<String> before, List<String> flags, Class<?> main, Object... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(JvmArgs.ALL);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    return new ChildJvm(main.getSimpleName() + " " + Arrays.toString(arguments), process);
  }

  /**
   * Waits until the child says a word, and returns the rest of the line.
   *
   * @throws IOException if the child ends instead
   */
  public String await(String word) throws IOException, InterruptedException {
    String said = ParentJvm.MARK + word;
    for (String line = next(); line != null; line = next()) {
      if (line.startsWith(said)) {
        return line.substring(said.length()).strip();
      }
    }
    throw ended();
  }

  private @Nullable String next() throws IOException {
    String line = fromChild.readLine();
    lastNoise = line == null || line.isBlank() ? lastNoise : line.strip();
    return line;
  }

  private IOException ended() throws InterruptedException {
    return new IOException("%s ended with %d: %s".formatted(name, process.waitFor(), lastNoise));
  }

  /** Lets a child go on that waits for that. */
  public void go() {
    toChild.println();
    toChild.flush();
  }

  /** Ends the child's input, and waits for the child to end, which must be with exit code 0. */
  public void end() throws IOException, InterruptedException {
    toChild.close();
    while (next() != null) {
      // its output does not matter any more, unless it fails
    }
    if (process.waitFor() != 0) {
      throw ended();
    }
  }

  /** Ends the child if it still runs. */
  @Override
  public void close() {
    destroy(process);
  }

  /** Also what it runs: without strace, the JVM under it would go on. */
  private static void destroy(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
