package dev.cairn.survival;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.StoreClosedException;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
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
 * A program that fills its heap to the last byte and frees it again, while threads of it read and
 * write; run by {@link FullHeapTest}. At the end it holds what the writes said against the store,
 * which it opens again for that.
 *
 * <p>What a full heap damages in the JVM itself (a method handle that could not be linked, say) may
 * come out as the error that it is, and counts as a failure like any other.
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
  private final byte[][] ends = new byte[THREADS][MOST_WRITES];
  private final Throwable[] wrong = new Throwable[THREADS];
  private volatile boolean full = true;

  /** What fills the heap; the list of it is there before. */
  private final Object[] filling = new Object[1 << 20];

  private HeapFiller(Cairn cairn, long seed) {
    this.cairn = cairn;
    this.memory = cairn.memory();
    this.random = new Random(seed);
  }

  public static void main(String[] args) throws Exception {
    try {
      Cairn opened = Cairn.open(Path.of(args[0]), OPTIONS);
      HeapFiller filler = new HeapFiller(opened, Long.parseLong(args[2]));
      String verdict = filler.run(Integer.parseInt(args[1]));
      filler.cairn.close();
      System.out.println(verdict);
    } catch (Throwable e) {
      e.printStackTrace();
      System.out.println("failed: " + e);
    }
  }

  private String run(int fillings) throws Exception {
    for (int i = 0; i < 500; i++) { // loads what will be needed: a class may not load later
      write("warm", i, i % 2 == 0);
      cairn.memory().read(tx -> tx.count(NOTES, Scan.all()));
    }
    read();
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
    for (int i = 0; i < MOST_WRITES && full; i++) {
      try {
        Memory used = memory;
        ends[thread][i] = write(thread, i);
        read();
        while (closed(used) && used == memory && full) {
          LockSupport.parkNanos(1_000_000);
        }
      } catch (Throwable e) {
        wrong[thread] = e;
        return;
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

  private void read() {
    try {
      if (!memory.get(NOTES, WARM).equals(Optional.of(new Note(WARM)))) {
        throw new IllegalStateException("what is stored was not found");
      }
    } catch (VirtualMachineError | LinkageError | CairnException e) {
      // it says so
    }
  }

  /** Every other thread writes by futures. */
  private byte write(int thread, int number) throws Exception {
    try {
      return write("thread " + thread, number, thread % 2 == 0);
    } catch (Throwable e) {
      return failed(e);
    }
  }

  /** Only what may be expected is a failure. */
  private static byte failed(Throwable e) throws Exception {
    if (e instanceof StoreClosedException && String.valueOf(e.getMessage()).contains("may have")) {
      return PERHAPS;
    }
    if (e instanceof CairnException
        || e instanceof VirtualMachineError
        || e instanceof LinkageError) {
      return FAILED;
    }
    throw new IllegalStateException("a write failed with " + e, e);
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
      } catch (ExecutionException e) {
        return failed(e.getCause());
      } catch (TimeoutException e) {
        return UNTOLD;
      }
    }
  }

  private String verdict() {
    int acknowledged = 0;
    int failed = 0;
    for (int thread = 0; thread < THREADS; thread++) {
      if (wrong[thread] != null) {
        wrong[thread].printStackTrace();
        return "wrong: " + wrong[thread];
      }
      for (int i = 0; i < MOST_WRITES && ends[thread][i] != 0; i++) {
        String key = "thread " + thread + " " + i;
        boolean stored = memory.get(NOTES, key).equals(Optional.of(new Note(key)));
        byte end = ends[thread][i];
        if (end == UNTOLD || (end != PERHAPS && stored != (end == ACKNOWLEDGED))) {
          return "wrong: write '%s' ended with %d, and stored is %s; %s"
              .formatted(key, end, stored, writers());
        }
        acknowledged += stored ? 1 : 0;
        failed += stored ? 0 : 1;
      }
    }
    return "sound: %d writes acknowledged, %d failed; opened again %d times"
        .formatted(acknowledged, failed, reopened);
  }
}
