package dev.cairn.survival;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.table.Keys;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that fills its heap to the last byte and frees it again, while threads of it read and
 * write; run by {@link FullHeapTest}. At the end it holds what the writes said against the store.
 */
final class HeapFiller {
  record Note(String text) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);

  private static final int THREADS = 4;
  private static final int MOST_WRITES = 200_000;
  private static final int AFTERWARDS = 20;
  private static final String WARM = "warm 1";

  private static final byte ACKNOWLEDGED = 1;
  private static final byte FAILED = 2;

  /** The thread did not even learn what came of it. */
  private static final byte UNKNOWN = 3;

  private final Cairn cairn;
  private final Memory memory;
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
    CairnOptions options = CairnOptions.defaults().withCacheBytes(1 << 20);
    try (Cairn cairn = Cairn.open(Path.of(args[0]), options)) {
      System.out.println(
          new HeapFiller(cairn, Long.parseLong(args[2])).run(Integer.parseInt(args[1])));
    } catch (Throwable e) {
      e.printStackTrace();
      System.out.println("failed: " + e);
    }
  }

  private String run(int fillings) throws Exception {
    for (int i = 0; i < 500; i++) { // loads what will be needed: a class may not load later
      write("warm", i, i % 2 == 0);
      cairn.read(tx -> tx.count(NOTES, Scan.all()));
    }
    read();
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
      System.out.println("filled");
    }
    full = false;
    for (Thread thread : threads) {
      thread.join(20_000);
      if (thread.isAlive()) {
        return "hangs: " + Arrays.toString(thread.getStackTrace());
      }
    }
    return verdict();
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
    int left = AFTERWARDS;
    for (int i = 0; i < MOST_WRITES && left > 0; i++) {
      boolean afterwards = !full;
      byte end;
      try {
        end = write(thread, i);
        read();
      } catch (Throwable e) {
        wrong[thread] = e;
        return;
      }
      ends[thread][i] = end;
      if (afterwards) {
        left--;
        if (end != ACKNOWLEDGED) {
          wrong[thread] = new IllegalStateException("write " + i + " failed in a heap with space");
          return;
        }
      }
    }
  }

  private void read() {
    try {
      if (!memory.get(NOTES, WARM).equals(Optional.of(new Note(WARM)))) {
        throw new IllegalStateException("what is stored was not found");
      }
    } catch (OutOfMemoryError e) {
      // it says so
    }
  }

  /** Every other thread writes by futures. */
  private byte write(int thread, int number) throws Exception {
    try {
      return write("thread " + thread, number, thread % 2 == 0);
    } catch (OutOfMemoryError | CairnException e) {
      return FAILED;
    }
  }

  private byte write(String name, int number, boolean waiting) throws Exception {
    String key = name + " " + number;
    Note note = new Note(key);
    if (waiting) {
      memory.put(NOTES, key, note);
      return ACKNOWLEDGED;
    }
    CompletableFuture<Boolean> future = memory.writeAsync(m -> m.put(NOTES, key, note));
    while (true) {
      try {
        future.get(20, TimeUnit.SECONDS);
        return ACKNOWLEDGED;
      } catch (OutOfMemoryError e) {
        LockSupport.parkNanos(1_000_000); // of this thread; the write goes on
      } catch (ExecutionException e) {
        if (e.getCause() instanceof OutOfMemoryError || e.getCause() instanceof CairnException) {
          return FAILED;
        }
        throw e;
      } catch (TimeoutException e) {
        return UNKNOWN;
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
        if (end == UNKNOWN || stored != (end == ACKNOWLEDGED)) {
          return "wrong: write '%s' ended with %d, and stored is %s".formatted(key, end, stored);
        }
        acknowledged += stored ? 1 : 0;
        failed += stored ? 0 : 1;
      }
    }
    return "sound: %d writes acknowledged, %d failed".formatted(acknowledged, failed);
  }
}
