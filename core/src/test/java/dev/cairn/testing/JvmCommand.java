package dev.cairn.testing;

import dev.cairn.internal.platform.Platform;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds the command line of another JVM for a test; see {@link OtherJvm#of}. */
public final class JvmCommand {
  private final Class<?> program;
  private final Object[] arguments;
  private static final String OWN_CLASS_PATH = System.getProperty("java.class.path");
  private static final Path OWN_JAVA = Path.of(System.getProperty("java.home"));

  private final List<String> flags = new ArrayList<>();
  private List<String> before = List.of();
  private Path javaHome = OWN_JAVA;
  private String classPath = OWN_CLASS_PATH;
  private boolean small;

  JvmCommand(Class<?> program, Object... arguments) {
    this.program = program;
    this.arguments = arguments.clone();
  }

  /** Adds the flags of a JVM that starts quickly and takes little memory. */
  public JvmCommand small() {
    small = true;
    return flags(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx128m"));
  }

  /** Adds flags; without any, the program runs with none. */
  public JvmCommand flags(List<String> added) {
    flags.addAll(added);
    return this;
  }

  /** Sets a command that runs the JVM: its words precede those of the JVM. */
  public JvmCommand after(List<String> command) {
    before = command;
    return this;
  }

  /** Sets the Java that runs the program, if not that of this JVM. */
  public JvmCommand onJava(Path home) {
    javaHome = home;
    return this;
  }

  /** Sets the class path, if not that of this JVM. */
  public JvmCommand classPath(String path) {
    classPath = path;
    return this;
  }

  private List<String> classPathFlags() {
    return small && classPath.equals(OWN_CLASS_PATH) && javaHome.equals(OWN_JAVA)
        ? ClassArchive.ofThisJvm().flags()
        : List.of("-cp", classPath);
  }

  /** Starts the JVM. */
  public OtherJvm start() {
    List<String> command = new ArrayList<>(before);
    command.add(javaHome.resolve("bin").resolve("java").toString());
    if (!Platform.isLinux()) {
      command.add("-D%s=true".formatted(Platform.PORTABLE));
    }
    command.addAll(flags);
    command.addAll(classPathFlags());
    command.add(program.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    try {
      Path errors = Files.createTempFile("other-jvm", ".err");
      errors.toFile().deleteOnExit();
      ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
      // These would be flags by another way.
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().remove("JDK_JAVA_OPTIONS");
      return new OtherJvm(builder.start(), errors);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
