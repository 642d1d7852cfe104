package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the command {@code cairn} for tests as its users do: by its launcher script, in a process of
 * its own.
 */
public final class Launched {
  /** A hanging command fails its test instead of the build. */
  private static final long PATIENCE_SECONDS = 180;

  /** The output and the exit code of a command. */
  public record Result(int code, String out, String err) {
    /** Fails unless the command succeeded without a line on standard error, the JVM's included. */
    public Result succeeded() {
      assertThat(err).isEmpty();
      assertThat(code).isZero();
      return this;
    }

    /** Fails unless the command ended with this code and printed one line, on standard error. */
    public Result failed(int expected, String complaint) {
      assertThat(err.lines()).hasSize(1);
      assertThat(err).startsWith("cairn: ").contains(complaint);
      assertThat(out).isEmpty();
      assertThat(code).isEqualTo(expected);
      return this;
    }
  }

  private Launched() {}

  /** Returns the launcher of this module. */
  public static Path launcher() {
    return Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("cairn");
  }

  /** Runs the command in {@code directory} with nothing on its standard input. */
  public static Result run(Path directory, String... arguments) {
    return feed(directory, "", arguments);
  }

  /** Runs the command in {@code directory} with {@code input} on its standard input. */
  static Result feed(Path directory, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(launcher().toString()));
    command.addAll(List.of(arguments));
    return run(builder(directory, command), input);
  }

  /** Runs a line of a shell in {@code directory}, where {@code cairn} is on the path. */
  static Result shell(Path directory, String line) {
    ProcessBuilder builder = builder(directory, List.of("sh", "-c", line));
    builder.environment().merge("PATH", launcher().getParent() + ":", (old, add) -> add + old);
    return run(builder, "");
  }

  /** Prepares a process that finds the JDK of the test and no store by the environment. */
  public static ProcessBuilder builder(Path directory, List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    environment.keySet().removeIf(name -> name.startsWith("CAIRN_")); // settings
    // The JVM reports these two on standard error.
    environment.remove("JAVA_TOOL_OPTIONS");
    environment.remove("_JAVA_OPTIONS");
    return builder;
  }

  /** Runs a process to its end. */
  public static Result run(ProcessBuilder builder, String input) {
    try {
      Path out = Files.createTempFile("cairn-test-", ".out");
      Path err = Files.createTempFile("cairn-test-", ".err");
      try {
        Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        try (OutputStream in = process.getOutputStream()) {
          in.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
          // a command that refuses its arguments does not read its input
        }
        return new Result(end(process), Files.readString(out), Files.readString(err));
      } finally {
        Files.delete(out);
        Files.delete(err);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a process and returns its exit code. */
  public static int end(Process process) {
    try {
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
      assertThat(ended).as("ended in time").isTrue();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Sends a signal to a process, {@code INT} for example. */
  public static void signal(Process process, String signal) {
    Result sent = run(new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())), "");
    assertThat(sent.code()).as("kill: %s", sent.err()).isZero();
  }
}
