package dev.cairn.tools.jvms;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;

/**
 * Runs one child JVM of a command: starts its process, sends it lines, and queues the messages that
 * it sends. {@link ChildJvms} starts it.
 *
 * <p>The end of the process is the last event of a child.
 */
public final class ChildJvm {
  /** The beginning of every message, which tells it from anything else that a JVM prints. */
  public static final String MARK = "cairn-worker ";

  /**
   * A child sent a message, or ended.
   *
   * @param jvm the child
   * @param message the line of its message, with the mark; empty if its process has ended
   */
  public record Event(ChildJvm jvm, Optional<String> message) {}

  /** The exit code of a process that a signal ended is this plus the number of the signal. */
  private static final int SIGNALLED = 128;

  private final String name;
  private final Process process;
  private final PrintWriter toChild;
  private volatile String lastNoise = "";

  /**
   * Starts the child.
   *
   * @param name for messages
   * @param program its main class and the arguments for it
   */
  ChildJvm(String name, ChildProgram program, BlockingQueue<Event> events) throws IOException {
    this.name = name;
    ProcessBuilder builder = new ProcessBuilder(commandLine(program)).redirectErrorStream(true);
    builder.environment().putAll(program.variables());
    this.process = builder.start();
    this.toChild = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
    Thread listener = new Thread(() -> listen(events), name);
    listener.setDaemon(true);
    listener.start();
  }

  /** A child gets the flags of its parent: those of the launcher suit both. */
  private static List<String> commandLine(ChildProgram program) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // With -jar the manifest allows native access, with -cp only this flag does, from JDK 24 on.
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(program.main().getName());
    command.addAll(program.arguments());
    return command;
  }

  /** Sends the child lines. */
  public void send(Iterable<String> lines) {
    lines.forEach(toChild::println);
    toChild.flush();
  }

  /** Kills the process; what it has written so far is safe. */
  void kill() {
    process.destroyForcibly();
  }

  private void listen(BlockingQueue<Event> events) {
    try (BufferedReader fromChild = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = fromChild.readLine(); line != null; line = fromChild.readLine()) {
        if (line.startsWith(MARK)) {
          events.add(new Event(this, Optional.of(line)));
        } else if (!line.isBlank()) {
          lastNoise = line.strip();
        }
      }
      process.waitFor();
    } catch (IOException | InterruptedException e) {
      lastNoise = e.toString();
    } finally {
      events.add(new Event(this, Optional.empty()));
    }
  }

  /** Waits until the process has ended. */
  void await() throws InterruptedException {
    process.waitFor();
  }

  /** Returns whether the process, which must have ended, ended with code 0. */
  public boolean endedWell() {
    return process.exitValue() == 0;
  }

  /** Returns, for a message, how the process ended. */
  public String end() {
    int code = process.exitValue();
    String how =
        code > SIGNALLED ? "was ended by signal " + (code - SIGNALLED) : "ended with code " + code;
    return this + " " + how + (lastNoise.isEmpty() ? "" : ": " + lastNoise);
  }

  @Override
  public String toString() {
    return "%s (process %d)".formatted(name, process.pid());
  }
}
