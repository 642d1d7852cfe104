package dev.cairn.internal.lmdb.env;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Mounts file systems for a test, and unmounts them at its end. A test that may not mount is
 * skipped.
 */
final class Mounts {
  private final Deque<Path> mounted = new ArrayDeque<>();

  /** Runs {@code mount} with arguments, of which the last one is where. */
  void mount(String... arguments) throws IOException, InterruptedException {
    assumeTrue(run("mount", arguments), "only root can mount: " + Arrays.toString(arguments));
    mounted.push(Path.of(arguments[arguments.length - 1]));
  }

  /** Mounts a directory, or a file, a second time. */
  void bind(Path from, Path to) throws IOException, InterruptedException {
    mount("--bind", from.toString(), to.toString());
  }

  /** Mounts a directory a second time, read-only, as containers do. */
  void bindReadOnly(Path from, Path to) throws IOException, InterruptedException {
    bind(from, to);
    remount("ro,bind", to);
  }

  /** Changes the options of a mount. */
  void remount(String options, Path where) throws IOException, InterruptedException {
    assumeTrue(run("mount", "-o", "remount," + options, where.toString()), "cannot remount");
  }

  void removeAll() throws IOException, InterruptedException {
    while (!mounted.isEmpty()) {
      run("umount", "-l", mounted.pop().toString()); // lazily: maps live until they are collected
    }
  }

  private static boolean run(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // there is no such program
    }
  }
}
