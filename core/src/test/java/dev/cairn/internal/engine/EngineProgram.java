package dev.cairn.internal.engine;

import static dev.cairn.internal.engine.Stores.add;
import static dev.cairn.internal.engine.Stores.bytes;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.CairnException;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.lmdb.ForeignProgram;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.testing.OtherJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that opens a store in another JVM and executes the commands of a test. It reads
 * commands from standard input, words separated by tabs, and answers each with a line.
 */
public final class EngineProgram {
  private final BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
  private final PrintStream output = new PrintStream(System.out, true, UTF_8);
  private final List<Snapshot> snapshots = new ArrayList<>();
  private Engine engine;

  public static void main(String[] args) throws Exception {
    new EngineProgram().run();
  }

  /** Starts this program in another JVM. */
  public static OtherJvm start() {
    return OtherJvm.small(EngineProgram.class);
  }

  /** Starts this program by way of a command that precedes the JVM's, with a class path. */
  public static OtherJvm start(List<String> before, String classPath) {
    return OtherJvm.of(EngineProgram.class).small().after(before).classPath(classPath).start();
  }

  /** Starts this program in another JVM and opens a store there. */
  public static OtherJvm with(Path store) {
    OtherJvm jvm = start();
    jvm.expect("opened", "open", store);
    return jvm;
  }

  private void run() throws Exception {
    String line;
    while ((line = input.readLine()) != null) {
      output.println(answer(line.split("\t")));
    }
    Runtime.getRuntime().halt(0); // without closing anything: as if killed, but at rest
  }

  private String answer(String[] words) throws Exception {
    return switch (words[0]) {
      case "open" -> open(Path.of(words[1]), LmdbOptions.defaults());
      case "openReadOnly" -> open(Path.of(words[1]), Stores.readOnly());
      case "openWithMap" -> open(Path.of(words[1]), Stores.withMap(Long.parseLong(words[2])));
      case "openRelaxed" -> open(Path.of(words[1]), Stores.relaxed());
      case "openWithReaders" -> open(Path.of(words[1]), Stores.withReaders(number(words[2])));
      case "close" -> close();
      case "version" -> "" + engine.version();
      case "get" -> Stores.get(engine, words[1]);
      case "put" -> put(words[1], words[2]);
      case "delete" -> "" + Stores.delete(engine, words[1]);
      case "fill" -> fill(number(words[1]));
      case "copy" -> copy(Path.of(words[1]));
      case "foreignPut" -> ForeignProgram.put(Path.of(words[1]), words[2], words[3]);
      case "snapshot" -> snapshot();
      case "hold" -> hold(words[1]);
      case "increment" -> increment(number(words[1]), number(words[2]));
      case "writeForever" -> writeForever(number(words[1]));
      case "openOften" -> openOften(Path.of(words[1]), number(words[2]));
      case "canLock" -> canLock(Path.of(words[1]));
      default -> "what?";
    };
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private String open(Path directory, LmdbOptions options) {
    try {
      engine = LmdbEngine.open(directory, options);
      return "opened";
    } catch (StoreOpenException e) {
      return e.reason() + " " + e.getMessage().replaceAll("\\s+", " ");
    }
  }

  private String close() {
    snapshots.forEach(Snapshot::close);
    snapshots.clear();
    engine.close();
    return "closed";
  }

  private String put(String key, String value) {
    engine.write(
        batch -> {
          batch.logChange(bytes(key));
          return batch.put(bytes(key), bytes(value));
        },
        Stores.LONG);
    return "" + engine.version();
  }

  /** Stores values of a size until that fails, and says how many there are and why. */
  private String fill(int size) {
    for (int i = 0; ; i++) {
      String key = "filled" + i;
      try {
        engine.write(batch -> batch.put(bytes(key), new byte[size]), Stores.LONG);
      } catch (CairnException e) {
        return i + " " + e;
      }
    }
  }

  private String copy(Path directory) {
    try {
      engine.copyTo(directory, false);
      return "copied";
    } catch (CairnException e) {
      return e.toString();
    }
  }

  private String snapshot() {
    Snapshot snapshot = engine.snapshot();
    snapshots.add(snapshot);
    return "" + snapshot.version();
  }

  /** Holds the writer for a thread of that name, until told to let it go. */
  private String hold(String thread) {
    Thread.currentThread().setName(thread);
    engine.write(
        batch -> {
          output.println("holding");
          try {
            return input.readLine();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        Stores.LONG);
    return "released";
  }

  /** Adds one to five counters in turn. */
  private String increment(int threads, int times) throws InterruptedException {
    increment(engine, threads, times);
    return "incremented";
  }

  static void increment(Engine engine, int threads, int times) throws InterruptedException {
    List<Thread> running = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; n < times; n++) {
                  String counter = "counter" + n % 5;
                  engine.write(
                      batch -> {
                        add(batch, counter, 1);
                        return null;
                      },
                      Stores.LONG);
                }
              });
      thread.start();
      running.add(thread);
    }
    for (Thread thread : running) {
      thread.join();
    }
  }

  /**
   * Writes until killed: each write moves one from account "x" to account "y" and leaves a row; the
   * row's key is said once the write is acknowledged.
   */
  private String writeForever(int threads) {
    long pid = ProcessHandle.current().pid();
    for (int i = 0; i < threads; i++) {
      String name = "row:" + pid + ":" + i + ":";
      Thread thread =
          new Thread(
              () -> {
                for (int n = 0; ; n++) {
                  String row = name + n;
                  engine.write(
                      batch -> {
                        add(batch, "x", -1);
                        batch.put(bytes(row), new byte[row.hashCode() & 1023]);
                        add(batch, "y", 1);
                        return null;
                      },
                      Stores.LONG);
                  output.println(row + ".");
                }
              });
      thread.start();
    }
    return "writing";
  }

  private static String openOften(Path directory, int times) {
    for (int i = 0; i < times; i++) {
      try (Engine opened = Stores.open(directory)) {
        Stores.get(opened, "x");
      } catch (StoreOpenException e) {
        return e.toString();
      }
    }
    return "opened";
  }

  /** Tells whether nobody holds LMDB's lock on its lock file. */
  private static String canLock(Path lockFile) throws IOException {
    try (FileChannel channel =
        FileChannel.open(lockFile, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return "" + (channel.tryLock(0, 1, false) != null);
    }
  }
}
