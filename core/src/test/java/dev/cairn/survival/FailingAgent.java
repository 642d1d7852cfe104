package dev.cairn.survival;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * A test program that makes a chosen system call fail while it works on a store, and prints the
 * outcome of each operation.
 */
public final class FailingAgent {
  private static final CairnOptions OPTIONS = CairnOptions.defaults().withMapSize(16 << 20);
  private static final int ENTRIES = 6;

  private final PrintStream output = new PrintStream(System.out, true, UTF_8);
  private final Faults faults;
  private @Nullable Cairn store;

  private FailingAgent(Faults faults) {
    this.faults = faults;
  }

  /** Argument: the file by which calls are made to fail. */
  public static void main(String[] args) throws Exception {
    FailingAgent agent = new FailingAgent(new Faults(Path.of(args[0])));
    BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
    for (String line = input.readLine(); line != null; line = input.readLine()) {
      agent.run(line.split("\t", -1));
    }
  }

  private void run(String[] words) throws IOException {
    Path directory = Path.of(words[0]);
    faults.set(
        Faults.Call.valueOf(words[1]),
        Integer.parseInt(words[2]),
        Faults.Reason.valueOf(words[3]),
        Boolean.parseBoolean(words[4]));
    work(directory);
    int failed = faults.failed();
    String path = faults.path();
    faults.clear();
    recover(directory);
    open(directory).forEach(file -> output.println("left\t" + file));
    output.println("end\t" + failed + "\t" + path);
  }

  /** Returns the files in a directory that this process has open. */
  private static List<Path> open(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      for (Path descriptor : descriptors) {
        try {
          Path file = Files.readSymbolicLink(descriptor);
          if (file.startsWith(directory)) {
            files.add(file);
          }
        } catch (NoSuchFileException e) {
          // It was closed meanwhile.
        }
      }
    }
    return files;
  }

  private void work(Path directory) {
    attempt("open", () -> store = Cairn.open(directory, OPTIONS));
    if (store != null) {
      Cairn open = store;
      for (int i = 0; i < ENTRIES; i++) {
        boolean unused = enter();
      }
      attempt("entry", () -> open.memory().writeAsync(tx -> Ledger.enter(tx, "agent")).join());
      attempt("read", () -> Ledger.count(open.memory(), "agent"));
      attempt("flush", open::flush);
      attempt("stats", open::statistics);
    }
  }

  /** Goes on as a program would that has caught what was thrown. */
  private void recover(Path directory) {
    if (store == null) {
      attempt("recovery", () -> store = Cairn.open(directory, OPTIONS));
    }
    if (store != null && !enter()) {
      store.close();
      output.println("reopened");
      store = null;
      attempt("recovery", () -> store = Cairn.open(directory, OPTIONS));
      attempt("recovery", this::enter);
    }
    if (store != null) {
      store.close();
      store = null;
    }
  }

  private boolean enter() {
    return attempt("entry", () -> Ledger.enter(store.memory(), "agent"));
  }

  private boolean attempt(String what, Runnable work) {
    try {
      work.run();
      output.println("done\t" + what);
      return true;
    } catch (RuntimeException | Error e) {
      Throwable thrown = e instanceof CompletionException ? e.getCause() : e;
      output.println(
          "%s\t%s\t%s"
              .formatted(
                  thrown instanceof CairnException ? "failed" : "strange",
                  what,
                  (thrown.getClass().getSimpleName() + " " + thrown.getMessage())
                      .replaceAll("\\s+", " ")));
      return false;
    }
  }
}
