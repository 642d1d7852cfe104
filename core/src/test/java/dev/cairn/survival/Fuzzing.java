package dev.cairn.survival;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs a reader of files on many mutated inputs, and checks that it refuses bad input with the
 * documented exceptions, soon and in little memory.
 *
 * <p>It begins with the files of a corpus, in {@code src/test/resources/fuzz}; one whose name
 * begins with "valid" must be read. Then it goes on with what a {@link Mutator} makes of them. An
 * input that ends as none before it did is itself changed further. All this is the same for the
 * same seed, and what fails is left in {@code target/fuzz}, to be added to the corpus.
 */
public final class Fuzzing {
  private static final ThreadMXBean THREADS =
      (ThreadMXBean) ManagementFactory.getThreadMXBean(); // that of HotSpot

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long ROOM = 128 << 20;
  private static final long ROOM_A_BYTE = 4 << 10;
  private static final int MOST_KEPT = 500;
  private static final int FRAMES = 5;
  private static final int SHOWN_CHARS = 25;

  /**
   * Begins with a number only where that begins: from each letter of a long one it takes the square
   * of that.
   */
  private static final Pattern NO_WORDS =
      Pattern.compile("(?<![a-f])[a-f]*+[0-9][0-9a-f]*+|'[^']*'|[^a-z ]");

  private final String name;
  private final Reader reader;
  private final List<Class<?>> refusals;
  private final List<byte[]> inputs = new ArrayList<>();
  private final Set<Object> endings = new HashSet<>();
  private volatile long begun = System.nanoTime();
  private volatile byte[] current = {};

  /** The subject of the fuzzing. */
  @FunctionalInterface
  public interface Reader {
    /**
     * Reads an input, and makes sure that what was read is right.
     *
     * @return the kind of the result, one of few, by which inputs are told apart
     */
    Object read(byte[] input) throws Exception;
  }

  /**
   * Prepares the fuzzing of a reader.
   *
   * @param name that of its corpus
   * @param refusals the exceptions with which it refuses an input
   */
  public Fuzzing(String name, Reader reader, Class<?>... refusals) {
    this.name = name;
    this.reader = reader;
    this.refusals = List.of(refusals);
  }

  /** Feeds the corpus, and so many inputs that are made of it. */
  public void run(int rounds) throws InterruptedException {
    FutureTask<Void> work = new FutureTask<>(() -> feedAll(rounds), null);
    Thread thread = new Thread(work, "fuzzing " + name);
    thread.setDaemon(true);
    thread.start();
    while (true) {
      try {
        work.get(1, TimeUnit.SECONDS);
        return;
      } catch (TimeoutException e) {
        if (System.nanoTime() - begun > PATIENCE.toNanos()) {
          Throwable there = new Throwable("at work");
          there.setStackTrace(thread.getStackTrace());
          throw failure(current, "does not end", there);
        }
      } catch (ExecutionException e) {
        throw e.getCause() instanceof AssertionError failed ? failed : new AssertionError(e);
      }
    }
  }

  private void feedAll(int rounds) {
    List<Path> corpus = corpus();
    for (Path file : corpus) {
      byte[] input = bytes(file);
      feed(input, file.getFileName().toString().startsWith("valid"));
      inputs.add(input);
    }
    // No longer ones, which would make everything slow.
    int most = inputs.stream().mapToInt(input -> input.length).max().orElse(0);
    Mutator mutator = new Mutator(new Random(Effort.seed()), inputs);
    for (int round = 1; round <= rounds; round++) {
      byte[] input = mutator.next();
      if (feed(input, false) && input.length <= most && inputs.size() < MOST_KEPT) {
        inputs.add(input);
      }
    }
    Effort.note(
        "fuzz %s: %,d inputs of a corpus of %d, %d endings"
            .formatted(name, rounds + corpus.size(), corpus.size(), endings.size()));
  }

  /** Returns whether the input ends as none before it. */
  private boolean feed(byte[] input, boolean valid) {
    current = input;
    begun = System.nanoTime();
    long before = THREADS.getCurrentThreadAllocatedBytes();
    Object ending = null;
    Throwable refusal = null;
    try {
      ending = reader.read(input.clone());
    } catch (Throwable e) {
      refusal = e;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    if (refusal != null) {
      if (valid || !isAllowed(refusal)) {
        throw failure(input, "is met with " + refusal, refusal);
      }
      ending = place(refusal);
    }
    if (allocated > ROOM + ROOM_A_BYTE * input.length) {
      throw failure(input, "of %,d bytes took %,d".formatted(input.length, allocated), refusal);
    }
    return endings.add(ending);
  }

  private boolean isAllowed(Throwable refusal) {
    return refusals.stream().anyMatch(kind -> kind.isInstance(refusal));
  }

  /** Returns where something was thrown, and why, by which inputs are told apart. */
  private static Object place(Throwable thrown) {
    Throwable first = thrown;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    String words = NO_WORDS.matcher(String.valueOf(first.getMessage())).replaceAll("");
    String frames =
        Arrays.stream(first.getStackTrace())
            .limit(FRAMES)
            .map(frame -> frame.getClassName() + ":" + frame.getLineNumber())
            .collect(Collectors.joining(" "));
    return first.getClass() + words.substring(0, Math.min(words.length(), SHOWN_CHARS)) + frames;
  }

  private AssertionError failure(byte[] input, String how, Throwable cause) {
    String file = "failed-%08x".formatted(Arrays.hashCode(input));
    Path kept = Path.of("target", "fuzz", name, file);
    try {
      Files.createDirectories(kept.getParent());
      Files.write(kept, input);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new AssertionError(
        "seed %d: the input %s %s".formatted(Effort.seed(), kept, how), cause);
  }

  private List<Path> corpus() {
    try (Stream<Path> files = Files.list(Path.of("src", "test", "resources", "fuzz", name))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
