package dev.cairn.survival;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.StoreClosedException;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A program for {@link FullHeapTest} that fills its heap to the last byte and frees it again, while
 * its threads read and write.
 *
 * <p>A full heap may damage the JVM itself: a call site that could not be linked fails for good
 * (JVM specification, 5.4.3). Such an error may come out of a write as it is, and counts as a
 * failure like any other. Where the main thread meets it, the program ends with {@value #DAMAGED}.
 */
final class HeapFiller {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final CairnOptions OPTIONS = CairnOptions.defaults().withCacheBytes(1 << 20);
  private static final int THREADS = 4;
  private static final int MOST_WRITES = 200_000;
  private static final int AFTERWARDS = 20;
  private static final String WARM = "warm 1";

  private static final int PATIENCE_SECONDS = 25;

  /** The exit code of a JVM that a full heap has damaged. */
  static final int DAMAGED = 3;

  private static final byte ACKNOWLEDGED = 1;
  private static final byte FAILED = 2;

  /** The caller was told that the store does not know. */
  private static final byte PERHAPS = 3;

  /** The thread was told nothing at all. */
  private static final byte UNTOLD = 4;

  private volatile Cairn cairn;
  private volatile Memory memory;
  private int reopened;
  private final Random random;
  private final ByteBuffer ends;
  private final Throwable[] wrong = new Throwable[THREADS];
  private volatile boolean full = true;

  /** The arrays that fill the heap; the list of them is allocated before. */
  private final Object[] filling = new Object[1 << 20];

  private HeapFiller(Cairn cairn, ByteBuffer ends, long seed) {
    this.cairn = cairn;
    this.memory = cairn.memory();
    this.ends = ends;
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws Exception {
    try {
      ByteBuffer ends = ends(Path.of(args[3]));
      Cairn opened = Cairn.open(Path.of(args[0]), OPTIONS);
      HeapFiller filler = new HeapFiller(opened, ends, Long.parseLong(args[2]));
      String verdict = filler.run(Integer.parseInt(args[1]));
      filler.cairn.close();
      System.out.println(verdict);
    } catch (LinkageError e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(DAMAGED);
    } catch (Throwable e) {
      e.printStackTrace();
      System.out.println("failed: " + e);
    }
  }

  private String run(int fillings) throws Exception {
    for (int i = 0; i < 500; i++) { // loads what will be needed: a class may not load later
      write("warm", i, i % 2 == 0);
      cairn.memory().read(tx -> tx.count(NOTES, Scan.all()));
      ends.put(0, (byte) 0);
    }
    read(0);
    openAgain();
    Thread[] threads = new Thread[THREADS];
    for (int i = 0; i < THREADS; i++) {
      int number = i;
      threads[i] = new Thread(() -> writeWhileFull(number), "thread " + i);
      threads[i].start();
    }
    for (int i = 0; i < fillings; i++) {
      fill();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(100)));
      Arrays.fill(filling, null);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(20)));
      if (isClosed()) {
        openAgain();
        reopened++;
      }
      System.out.println("filled");
    }
    full = false;
    for (Thread thread : threads) {
      thread.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS + 2));
      if (thread.isAlive()) {
        return "hangs: " + thread + "; " + writers();
      }
    }
    if (isClosed()) {
      openAgain();
      reopened++;
    }
    for (int i = 0; i < AFTERWARDS; i++) {
      memory.put(NOTES, "afterwards " + i, new Note("written"));
    }
    openAgain();
    return verdict();
  }

  /** Tells whether an error in the writer has closed the store. */
  private boolean isClosed() {
    try {
      cairn.flush();
      return false;
    } catch (StoreClosedException e) {
      return true;
    }
  }

  private void openAgain() {
    Path path = cairn.path();
    cairn.close();
    cairn = Cairn.open(path, OPTIONS);
    memory = cairn.memory(); // last: the threads wait for it
  }

  /** Returns what the threads of the store are at. */
  private static String writers() {
    StringBuilder all = new StringBuilder();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread.getName().startsWith("cairn-") || thread.getName().contains("Pool")) {
                all.append(thread.getName()).append(": ").append(List.of(stack)).append("; ");
              }
            });
    return all.toString();
  }

  /** Ever smaller pieces, until not even the smallest fits. */
  private void fill() {
    int used = 0;
    for (int bytes = 1 << 18; bytes >= 1; bytes /= 16) {
      try {
        while (used < filling.length) {
          filling[used] = new byte[bytes];
          used++;
        }
      } catch (OutOfMemoryError e) {
        // the next size
      }
    }
  }

  private void writeWhileFull(int thread) {
    for (int i = 0; i < MOST_WRITES && full && wrong[thread] == null; i++) {
      Memory used = memory;
      ends.put(slot(thread, i), write(thread, i));
      read(thread);
      while (closed(used) && used == memory && full) {
        LockSupport.parkNanos(1_000_000);
      }
    }
  }

  private static boolean closed(Memory memory) {
    try {
      return memory.get(NOTES, WARM).isEmpty();
    } catch (StoreClosedException e) {
      return true;
    } catch (VirtualMachineError | LinkageError | CairnException e) {
      return false;
    }
  }

  private void read(int thread) {
    try {
      if (!memory.get(NOTES, WARM).equals(Optional.of(new Note(WARM)))) {
        throw new IllegalStateException("what is stored was not found");
      }
    } catch (Throwable e) {
      failed(thread, e);
    }
  }

  /** Every other thread writes by futures. */
  private byte write(int thread, int number) {
    try {
      return write("thread " + thread, number, thread % 2 == 0);
    } catch (ExecutionException e) {
      return failed(thread, e.getCause());
    } catch (Throwable e) {
      return failed(thread, e);
    }
  }

  /** Keeps an exception that may not be expected of a full heap; allocates nothing. */
  private byte failed(int thread, Throwable e) {
    if (e instanceof StoreClosedException && String.valueOf(e.getMessage()).contains("may have")) {
      return PERHAPS;
    }
    if (!(e instanceof CairnException
        || e instanceof VirtualMachineError
        || e instanceof LinkageError)) {
      wrong[thread] = e;
    }
    return FAILED;
  }

  private byte write(String name, int number, boolean waiting) throws Exception {
    String key = name + " " + number;
    Note note = new Note(key);
    if (waiting) {
      memory.put(NOTES, key, note);
      return ACKNOWLEDGED;
    }
    CompletableFuture<Boolean> future = memory.writeAndGetAsync(m -> m.put(NOTES, key, note));
    while (true) {
      try {
        future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return ACKNOWLEDGED;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(1_000_000); // of this thread; the write goes on
      } catch (TimeoutException e) {
        return UNTOLD;
      }
    }
  }

  /** Returns the first thing that is wrong with the threads, or the figures of the run. */
  private String verdict() {
    for (Throwable thrown : wrong) {
      if (thrown != null) {
        thrown.printStackTrace();
        return "wrong: ".concat(thrown.toString());
      }
    }
    return "opened again %d times".formatted(reopened);
  }

  private static int slot(int thread, int number) {
    return thread * MOST_WRITES + number;
  }

  /** Maps the file in which each write's end is kept, so that it outlives the JVM. */
  private static ByteBuffer ends(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, CREATE, READ, WRITE)) {
      return channel.map(FileChannel.MapMode.READ_WRITE, 0, THREADS * MOST_WRITES);
    }
  }

  /**
   * Holds the ends of the writes against the store, in the JVM of the test.
   *
   * @return the first write whose end does not fit, or the counts of both
   */
  static String compare(Memory memory, Path file) throws IOException {
    ByteBuffer ends = ends(file);
    int acknowledged = 0;
    int failed = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < MOST_WRITES && ends.get(slot(thread, i)) != 0; i++) {
        String key = "thread " + thread + " " + i;
        boolean stored = memory.get(NOTES, key).equals(Optional.of(new Note(key)));
        byte end = ends.get(slot(thread, i));
        if (end == UNTOLD || (end != PERHAPS && stored != (end == ACKNOWLEDGED))) {
          return "write '%s' ended with %d, and stored is %s".formatted(key, end, stored);
        }
        acknowledged += stored ? 1 : 0;
        failed += stored ? 0 : 1;
      }
    }
    return "sound: %d writes acknowledged, %d failed".formatted(acknowledged, failed);
  }
}
