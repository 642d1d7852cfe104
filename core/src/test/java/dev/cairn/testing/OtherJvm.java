package dev.cairn.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Runs a test program in another JVM. The test and the program exchange lines through standard
 * input and output; closing kills the JVM.
 */
public final class OtherJvm implements AutoCloseable {
  private static final String END = "\u0004";

  private final Process process;
  private final Path errors;
  private final Writer input;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  OtherJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.input = process.outputWriter(UTF_8);
    Thread reader = new Thread(this::read, "reader of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  /** Prepares a JVM that runs a program, to be started with other than the usual settings. */
  public static JvmCommand of(Class<?> program, Object... arguments) {
    return new JvmCommand(program, arguments);
  }

  /** Starts a program on the Java of this JVM, without any flag. */
  public static OtherJvm start(Class<?> program, Object... arguments) {
    return of(program, arguments).start();
  }

  /** Starts a program in a JVM that starts quickly and takes little memory. */
  public static OtherJvm small(Class<?> program, Object... arguments) {
    return of(program, arguments).small().start();
  }

  /** Starts a program in a small JVM, by way of a command that precedes the JVM's. */
  public static OtherJvm small(List<String> before, Class<?> program, Object... arguments) {
    return of(program, arguments).small().after(before).start();
  }

  /** Runs a program in a small JVM until it ends by itself, and returns what it has said. */
  public static List<String> outputOf(Class<?> program, Object... arguments) {
    try (OtherJvm jvm = small(program, arguments)) {
      return jvm.expectEnd();
    }
  }

  /**
   * Makes the JVM that calls this end at the first exception that a thread does not catch. A
   * program calls it whose test watches for its end.
   */
  public static void endWithAnyThread() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          thrown.printStackTrace(); // the test finds it there
          Runtime.getRuntime().halt(1);
        });
  }

  private void read() {
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
      String line;
      while ((line = output.readLine()) != null) {
        lines.add(line);
      }
    } catch (IOException e) {
      // It was killed.
    } finally {
      lines.add(END);
    }
  }

  public long pid() {
    return process.pid();
  }

  /** Sends a signal, "STOP" for example. */
  public void signal(String name) {
    try {
      int code =
          new ProcessBuilder("sh", "-c", "kill -" + name + " " + process.pid()).start().waitFor();
      if (code != 0) {
        throw failed("did not get signal " + name, null);
      }
    } catch (IOException | InterruptedException e) {
      throw failed("did not get signal " + name, e);
    }
  }

  /** Writes a line of words, separated by tabs, to the program's standard input. */
  public void send(Object... words) {
    StringBuilder line = new StringBuilder();
    for (Object word : words) {
      line.append(line.length() == 0 ? "" : "\t").append(word);
    }
    try {
      input.write(line.append('\n').toString());
      input.flush();
    } catch (IOException e) {
      throw failed("died before it was told " + line, e);
    }
  }

  /** Waits for the next line of the program's output; fails if the program ends first. */
  public String line() {
    return lineOrEnd().orElseThrow(() -> failed("ended", null));
  }

  /** Waits for the next line of the program's output; empty if the program has ended. */
  public Optional<String> lineOrEnd() {
    try {
      String line = lines.poll(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw failed("says nothing", null);
      }
      if (line.equals(END)) {
        lines.add(END);
        return Optional.empty();
      }
      return Optional.of(line);
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
  }

  /** Sends a line and returns the answer. */
  public String ask(Object... words) {
    send(words);
    return line();
  }

  /** Sends a line and fails unless the program answers as expected. */
  public void expect(String answer, Object... words) {
    String line = ask(words);
    if (!line.equals(answer)) {
      throw failed("answered " + line + " instead of " + answer, null);
    }
  }

  /** Returns the lines that have arrived and that no call has returned yet. */
  public List<String> said() {
    List<String> all = new ArrayList<>();
    lines.drainTo(all);
    if (all.remove(END)) {
      lines.add(END);
    }
    return all;
  }

  /** Returns the program's standard error so far. */
  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if the program has ended. */
  public void expectAlive() {
    if (!process.isAlive()) {
      throw failed("ended by itself", null);
    }
  }

  /** Waits until the program ends by itself and returns its exit code. */
  public int exitCode() {
    try {
      if (!process.waitFor(Await.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw failed("did not end", null);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
  }

  /**
   * Waits until the program ends by itself, and fails unless its exit code is 0.
   *
   * @return the lines that no call has returned yet
   */
  public List<String> expectEnd() {
    int code = exitCode();
    if (code != 0) {
      throw failed("ended with exit code " + code, null);
    }
    return rest();
  }

  /** Kills the JVM with SIGKILL and returns the lines that no call has returned yet. */
  public List<String> kill() {
    boolean unused = process.toHandle().destroyForcibly(); // unlike Process, leaves its output open
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
    return rest();
  }

  private List<String> rest() {
    List<String> rest = new ArrayList<>();
    try {
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        rest.add(line);
      }
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
    lines.add(END);
    return rest;
  }

  private AssertionError failed(String what, Throwable cause) {
    return new AssertionError("process " + process.pid() + " " + what + ": " + errors(), cause);
  }

  @Override
  public void close() {
    kill();
  }
}
