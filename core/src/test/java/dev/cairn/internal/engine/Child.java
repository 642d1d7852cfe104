package dev.cairn.internal.engine;

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
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Another JVM, which does what it is told a line at a time; see {@link ChildMain} for what it
 * understands, unless it runs another program. Closing kills it.
 */
public final class Child implements AutoCloseable {
  private static final String END = "\u0004";

  private final Process process;
  private final Path errors;
  private final Writer input;
  private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();

  private Child(List<String> before, String classPath, Class<?> program, Object... arguments) {
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx128m",
            "-cp",
            classPath));
    command.add(program.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      errors = Files.createTempFile("child", ".err");
      errors.toFile().deleteOnExit();
      process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    input = process.outputWriter(UTF_8);
    Thread reader = new Thread(this::read, "reader of process " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  public static Child start() {
    return start(List.of(), System.getProperty("java.class.path"));
  }

  /** Starts one with a command before it that runs it, and a class path that it can read. */
  public static Child start(List<String> before, String classPath) {
    return new Child(before, classPath, ChildMain.class);
  }

  /** Starts one that runs another program. */
  public static Child running(Class<?> program, Object... arguments) {
    return running(List.of(), program, arguments);
  }

  /** Starts one that runs another program, with a command before it that runs it. */
  public static Child running(List<String> before, Class<?> program, Object... arguments) {
    return new Child(before, System.getProperty("java.class.path"), program, arguments);
  }

  /**
   * Has this JVM end with the first exception that a thread does not catch, as a child's should.
   */
  public static void endWithAnyThread() {
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, thrown) -> {
          thrown.printStackTrace(); // where the test finds it
          Runtime.getRuntime().halt(1);
        });
  }

  /** Starts one that has a store open. */
  public static Child with(Path store) {
    Child child = start();
    child.expect("opened", "open", store);
    return child;
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

  /** Sends it a signal, "STOP" say. */
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

  /** Returns its next line. */
  public String line() {
    try {
      String line = lines.poll(Stores.LONG.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw failed("says nothing", null);
      }
      if (line.equals(END)) {
        lines.add(END);
        throw failed("ended", null);
      }
      return line;
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
  }

  /** Tells it something and returns its answer. */
  public String ask(Object... words) {
    send(words);
    return line();
  }

  /** Tells it something and fails unless it answers as expected. */
  public void expect(String answer, Object... words) {
    String line = ask(words);
    if (!line.equals(answer)) {
      throw failed("answered " + line + " instead of " + answer, null);
    }
  }

  /** Returns all that it has said and nobody has read yet. */
  public List<String> said() {
    List<String> all = new ArrayList<>();
    lines.drainTo(all);
    if (all.remove(END)) {
      lines.add(END);
    }
    return all;
  }

  /** Fails if it has ended. */
  public void expectAlive() {
    if (!process.isAlive()) {
      throw failed("ended by itself", null);
    }
  }

  /** Waits until it ends by itself; fails unless it ends well. */
  public void expectEnd() {
    try {
      if (!process.waitFor(Stores.LONG.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw failed("did not end well", null);
      }
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
  }

  private AssertionError failed(String what, Throwable cause) {
    String said;
    try {
      said = Files.readString(errors);
    } catch (IOException e) {
      said = e.toString();
    }
    return new AssertionError("process " + process.pid() + " " + what + ": " + said, cause);
  }

  /** Kills it with SIGKILL, and returns the rest of what it had said. */
  public List<String> kill() {
    boolean unused = process.toHandle().destroyForcibly(); // unlike Process, leaves its output open
    List<String> rest = new ArrayList<>();
    try {
      process.waitFor();
      for (String line = lines.take(); !line.equals(END); line = lines.take()) {
        rest.add(line);
      }
    } catch (InterruptedException e) {
      throw failed("was waited for no longer", e);
    }
    lines.add(END);
    return rest;
  }

  @Override
  public void close() {
    kill();
  }
}
