package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.engine.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An agent's JVM, which is told things and says things, a line at a time. Closing kills it. */
final class AgentJvm implements AutoCloseable {
  private static final String END = "\u0004";

  private final Process process;
  private final Path errors;
  private final Writer input;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  /** Starts one with more in its environment. */
  AgentJvm(Map<String, String> environment, Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    errors = Files.createTempFile("agent", ".err");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.environment().putAll(environment);
    process = builder.start();
    input = process.outputWriter(UTF_8);
    Thread reader = new Thread(this::read, "reader of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed.
    } finally {
      lines.add(END);
    }
  }

  long pid() {
    return process.pid();
  }

  /** Tells it a line. */
  void send(String line) {
    try {
      input.write(line + "\n");
      input.flush();
    } catch (IOException e) {
      throw failed("died before it was told " + line);
    }
  }

  /** Returns the next line, or null at the end of what it says. */
  @Nullable String next() {
    try {
      String line = lines.poll(Stores.LONG.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw failed("says nothing");
      }
      if (line.equals(END)) {
        lines.add(END);
        return null;
      }
      return line;
    } catch (InterruptedException e) {
      throw failed("was waited for no longer");
    }
  }

  /** Returns the next line; fails if it has ended. */
  String line() {
    String line = next();
    if (line == null) {
      throw failed("ended");
    }
    return line;
  }

  /** Returns all that it has said and nobody has read yet. */
  List<String> said() {
    List<String> all = new ArrayList<>();
    lines.drainTo(all);
    if (all.remove(END)) {
      lines.add(END);
    }
    return all;
  }

  /** Fails unless it ends by itself, and well. */
  void expectEnd() throws InterruptedException {
    if (!process.waitFor(Stores.LONG.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw failed("did not end well");
    }
  }

  boolean alive() {
    return process.isAlive();
  }

  AssertionError failed(String what) {
    String said;
    try {
      said = Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AssertionError("process " + process.pid() + " " + what + ": " + said);
  }

  /** Kills it with SIGKILL, and returns what it had said and nobody had read. */
  List<String> kill() {
    boolean unused = process.toHandle().destroyForcibly(); // unlike Process, leaves its output open
    List<String> rest = new ArrayList<>();
    for (String line = next(); line != null; line = next()) {
      rest.add(line);
    }
    return rest;
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
