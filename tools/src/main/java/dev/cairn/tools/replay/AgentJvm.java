package dev.cairn.tools.replay;

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
 * Runs one child JVM that replays recorded writes of agents: starts its process, sends it its
 * operations, and queues its messages.
 *
 * <p>All children of a replay share the queue. The end of the process is the last event of a child.
 */
final class AgentJvm {
  /**
   * A child sent a message, or ended.
   *
   * @param jvm the child
   * @param message its message; empty if its process has ended
   */
  record Event(AgentJvm jvm, Optional<Message> message) {}

  /** The exit code of a process that a signal ended is this plus the number of the signal. */
  private static final int SIGNALLED = 128;

  private final int number;
  private final Process process;
  private final PrintWriter toChild;
  private volatile String lastNoise = "";

  /**
   * Starts the child.
   *
   * @param number from 1, for messages
   */
  AgentJvm(int number, Path store, long mapBytes, int threads, BlockingQueue<Event> events)
      throws IOException {
    this.number = number;
    this.process =
        new ProcessBuilder(commandLine(store, mapBytes, threads)).redirectErrorStream(true).start();
    this.toChild = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8));
    Thread listener = new Thread(() -> listen(events), "agent-jvm-" + number);
    listener.setDaemon(true);
    listener.start();
  }

  /** A child gets the flags of its parent: those of the launcher suit both. */
  private static List<String> commandLine(Path store, long mapBytes, int threads) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    // With -jar the manifest allows native access, with -cp only this flag does, from JDK 24 on.
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(
        List.of(
            ReplayWorker.class.getName(),
            store.toString(),
            String.valueOf(mapBytes),
            String.valueOf(threads)));
    return command;
  }

  /** Sends the child its share; the child answers that it is ready. */
  void send(List<Deal.Task> share) {
    for (Deal.Task task : share) {
      // A carriage return would end the line for the reader; in JSON it is white space.
      toChild.println(task.thread() + " " + task.line().json().replace('\r', ' '));
    }
    toChild.println(ReplayWorker.END_OF_SHARE);
    toChild.flush();
  }

  /** Tells the child to begin. */
  void go() {
    toChild.println(ReplayWorker.GO);
    toChild.flush();
  }

  /** Kills the process; what it has written so far is safe. */
  void kill() {
    process.destroyForcibly();
  }

  private void listen(BlockingQueue<Event> events) {
    try (BufferedReader fromChild = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = fromChild.readLine(); line != null; line = fromChild.readLine()) {
        Optional<Message> message = Message.parse(line);
        if (message.isPresent()) {
          events.add(new Event(this, message));
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

  /** Returns whether the process, which must have ended, ended with code 0. */
  boolean endedWell() {
    return process.exitValue() == 0;
  }

  /** Returns, for a message, how the process ended. */
  String end() {
    int code = process.exitValue();
    String how =
        code > SIGNALLED ? "was ended by signal " + (code - SIGNALLED) : "ended with code " + code;
    return this + " " + how + (lastNoise.isEmpty() ? "" : ": " + lastNoise);
  }

  @Override
  public String toString() {
    return "agent JVM " + number + " (process " + process.pid() + ")";
  }
}
