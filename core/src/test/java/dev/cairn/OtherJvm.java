package dev.cairn;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM, started without any flag unless told otherwise; closing kills it. */
public final class OtherJvm implements AutoCloseable {
  private final Process process;
  private final Path errors;
  private final BufferedReader output;

  private OtherJvm(Process process, Path errors) {
    this.process = process;
    this.errors = errors;
    this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts one of the Java that runs the tests. */
  public static OtherJvm start(Class<?> main, Object... arguments) throws IOException {
    return start(Path.of(System.getProperty("java.home")), List.of(), main, arguments);
  }

  /** Starts one of another Java, with flags. */
  public static OtherJvm start(
      Path javaHome, List<String> flags, Class<?> main, Object... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(javaHome.resolve("bin").resolve("java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Path errors = Files.createTempFile("other-jvm", ".err");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    // Flags by another way.
    builder.environment().remove("JAVA_TOOL_OPTIONS");
    builder.environment().remove("JDK_JAVA_OPTIONS");
    return new OtherJvm(builder.start(), errors);
  }

  /** Returns the next line that it prints, or null at the end of its output. */
  public String line() throws IOException {
    return output.readLine();
  }

  /** Waits for its end and returns how it ended. */
  public int exitCode() throws InterruptedException {
    return process.waitFor();
  }

  /** Returns what it said on standard error so far. */
  public String errors() {
    try {
      return Files.readString(errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly().onExit().join();
    output.close();
  }
}
