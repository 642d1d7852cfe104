package dev.cairn.internal.machine;

import dev.cairn.CachePolicy;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.table.Store;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.table.Transactor;
import dev.cairn.table.WriteTransaction;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The part of an open store that only the processes of one run of the machine share: tables whose
 * commits are not synced, a sequence of numbers, and the knowledge which processes are alive.
 *
 * <p>The tables are in an environment of their own, in a directory named after the run. After a
 * restart nobody looks at the old one, whose bytes may be damaged, and the sequence goes on above
 * every number that was given out before: the store itself counts the runs.
 *
 * <p>A JVM has one object of this class for a store, however often it has the store open. It is
 * thread-safe. The end of the process, or the last {@link #close}, gives up the process's slot.
 */
public final class SharedMachine {
  /** A million numbers a second for half a year; there can be 2^19 runs of as many. */
  private static final int BITS_OF_A_RUN = 44;

  private static final String SLOTS = "processes";
  private static final Duration TURN = Duration.ofMinutes(1);
  private static final long CACHE_BYTES = 8L << 20;
  private static final String ONLY = "";

  private static final Table<String, Run> RUNS =
      Table.named("machine-runs").keyedBy(Keys.string()).holding(Run.class);

  private static final Table<String, Next> SEQUENCE =
      Table.named("sequence").keyedBy(Keys.string()).holding(Next.class);

  private static final Table<Integer, Occupant> PROCESSES =
      Table.named("processes").keyedBy(Keys.integer()).holding(Occupant.class);

  /**
   * Those that this JVM has open, by the identities of their directories; guarded by {@link
   * #OPENING}.
   */
  private static final Map<Object, SharedMachine> OPEN = new HashMap<>();

  private static final ReentrantLock OPENING = new ReentrantLock();

  private final Path directory;
  private final Engine engine;
  private final Store store;
  private final Transactor tables;

  /** The openings of the store itself that this goes with, one for each use. */
  private final List<Engine> mains = new CopyOnWriteArrayList<>();

  private final ProcessSlots slots;
  private final ProcessId self;
  private final Map<Class<?>, AutoCloseable> parts = new ConcurrentHashMap<>();

  /** Guarded by {@link #OPENING}. */
  private int uses = 1;

  /**
   * The last run of the machine of which the store knows.
   *
   * @param number the number of the run, from 1
   */
  record Run(long number) {}

  /**
   * The state of the sequence.
   *
   * @param number the number that is given out next
   */
  record Next(long number) {}

  /**
   * The process that has, or had, a slot.
   *
   * @param incarnation the number by which it differs from those before
   * @param pid its id in its own container
   */
  record Occupant(long incarnation, long pid) {}

  private SharedMachine(Path directory, Engine engine, Transactor main, Engine mainEngine)
      throws IOException {
    this.directory = directory;
    this.engine = engine;
    this.slots = ProcessSlots.open(directory.resolve(SLOTS));
    this.store = new Store(engine, CachePolicy.untilChanged(), CACHE_BYTES);
    this.tables = store.in(ONLY, TURN);
    boolean entered = false;
    try {
      beginSequence(main, mainEngine);
      this.self = enter();
      FormerRuns.remove(directory, SLOTS);
      entered = true;
    } finally {
      if (!entered) {
        slots.close();
      }
    }
  }

  /**
   * Opens the part of a store that is shared until the machine restarts.
   *
   * @param runs the directory with a directory for each run, inside of the store's
   * @param opening opens, and creates if need be, the environment in a directory
   * @param main the tables of the store itself
   * @param mainEngine the engine of the store itself
   * @return the shared part; each one returned is to be closed with that engine
   */
  public static SharedMachine open(
      Path runs,
      Function<? super Path, ? extends Engine> opening,
      Transactor main,
      Engine mainEngine) {
    Path run = runs.resolve(MachineRun.name());
    OPENING.lock();
    try {
      SharedMachine shared = share(run, opening, main, mainEngine);
      shared.mains.add(mainEngine);
      return shared;
    } catch (IOException e) {
      throw new StorageException(
          "what processes share until the machine restarts cannot be opened in %s: %s"
              .formatted(run, e),
          e);
    } finally {
      OPENING.unlock();
    }
  }

  private static SharedMachine share(
      Path run,
      Function<? super Path, ? extends Engine> opening,
      Transactor main,
      Engine mainEngine)
      throws IOException {
    Engine engine = opening.apply(run); // makes the directory too
    boolean kept = false;
    try {
      Path directory = run.toRealPath();
      Object identity = identity(directory);
      SharedMachine open = OPEN.get(identity);
      if (open != null) {
        open.uses++;
        return open;
      }
      SharedMachine opened = new SharedMachine(directory, engine, main, mainEngine);
      kept = true;
      OPEN.put(identity, opened);
      return opened;
    } finally {
      if (!kept) {
        engine.close();
      }
    }
  }

  /** Names a directory whatever the path to it, as two mounts of one file system have two. */
  private static Object identity(Path directory) throws IOException {
    Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    return key == null ? directory : key;
  }

  /** Makes the sequence go on above every number of the runs before, if this is a new run. */
  private void beginSequence(Transactor main, Engine mainEngine) {
    if (tables.get(SEQUENCE, ONLY).isPresent()) {
      return;
    }
    // Processes that begin a run together count it more than once, which does no harm.
    Run run = main.write(tx -> tx.update(RUNS, ONLY, SharedMachine::following));
    mainEngine.flush(
        TURN); // a relaxed commit might be lost with the power, and its tokens come again
    boolean unused =
        tables.write(
            tx ->
                tx.get(SEQUENCE, ONLY).isEmpty()
                    && tx.put(SEQUENCE, ONLY, new Next(run.number() << BITS_OF_A_RUN)));
  }

  private static Run following(Optional<Run> last) {
    return new Run(last.map(Run::number).orElse(0L) + 1);
  }

  /**
   * Takes a slot, and its row, in one step: a slot that is taken while its row names a dead process
   * makes that process look alive. It does so for the time of this transaction alone, in which
   * nobody could take a lock from the dead anyway, since that is a transaction too. What is in the
   * store itself, such as claims of jobs, could be taken from the dead, and is so only after this
   * transaction: much later, if this process is stopped inside. If it dies inside, neither the slot
   * nor the row stays its own.
   */
  private ProcessId enter() {
    return tables.write(
        tx -> {
          int slot = takeSlot();
          long incarnation = next(tx);
          tx.put(PROCESSES, slot, new Occupant(incarnation, ProcessHandle.current().pid()));
          return new ProcessId(slot, incarnation);
        });
  }

  private int takeSlot() {
    try {
      return slots.take();
    } catch (IOException e) {
      throw new StorageException(
          "this process cannot be told from others, since no byte of %s can be locked: %s"
              .formatted(directory.resolve(SLOTS), e),
          e);
    }
  }

  /** Returns the tables of this run. */
  public Transactor tables() {
    return tables;
  }

  /**
   * Returns the tables of this run.
   *
   * @param turn the longest time that a write waits for its turn, positive
   */
  public Transactor tables(Duration turn) {
    return store.in(ONLY, turn);
  }

  /**
   * Waits until every write of the store itself that has begun, in whichever process, has ended.
   *
   * @param most the longest time to wait, positive
   * @throws dev.cairn.WriteTimeoutException if one has not ended in time
   */
  public void awaitWrites(Duration most) {
    for (Engine main : mains) {
      try {
        main.flush(most);
        return;
      } catch (StoreClosedException e) {
        // The next opening of the same store does as well.
      }
    }
    throw new StoreClosedException("the store of " + directory + " is closed");
  }

  /**
   * Refuses locks, limits and progress to a thread inside of a write of the store, for which all
   * who write wait.
   *
   * @throws IllegalStateException if the calling thread is inside of one
   */
  public void refuseInWrite() {
    if (inWrite()) {
      throw new IllegalStateException(
          "locks, limits and progress of the store of %s cannot be used inside of a write, which they are no part of; use them before it"
              .formatted(directory));
    }
  }

  /** Tells whether the calling thread is inside of a write of the store. */
  public boolean inWrite() {
    return mains.stream().anyMatch(Engine::inWrite);
  }

  /**
   * Gives out the next number of the sequence. It is greater than all that were given out before,
   * in whichever process and run of the machine.
   *
   * @param tx a transaction on {@link #tables()}, with which the number is given out
   */
  public long next(WriteTransaction tx) {
    long number =
        tx.get(SEQUENCE, ONLY)
            .orElseThrow(
                () -> new StorageException("the sequence of numbers is gone from " + directory))
            .number();
    tx.put(SEQUENCE, ONLY, new Next(number + 1));
    return number;
  }

  /** Returns the version of the tables, which each commit makes greater. */
  public long version() {
    return engine.version();
  }

  /** Returns the name of this process. */
  public ProcessId self() {
    return self;
  }

  /**
   * Tells whether a process is alive and has the store open. False is certain for ever; true is
   * also said of a dead process while another one {@linkplain #enter() enters} in its slot.
   */
  public boolean alive(ProcessId process) {
    if (process.equals(self)) {
      return true;
    }
    Optional<Occupant> occupant = tables.get(PROCESSES, process.slot());
    if (occupant.isEmpty() || occupant.get().incarnation() != process.incarnation()) {
      return false;
    }
    try {
      return slots.taken(process.slot());
    } catch (IOException e) {
      throw new StorageException(
          "nothing can be said about other processes, since %s cannot be locked: %s"
              .formatted(directory.resolve(SLOTS), e),
          e);
    }
  }

  /**
   * Has a listener called after commits to the tables, of whichever process.
   *
   * @param listener the listener, called until it is removed
   */
  public void listen(VersionListener listener) {
    engine.addVersionListener(listener);
  }

  /** Removes a listener. */
  public void endListening(VersionListener listener) {
    engine.removeVersionListener(listener);
  }

  /**
   * Returns the one object of a class that goes with this one in this JVM.
   *
   * @param type the class
   * @param made makes the object when it is asked for first
   * @param <T> the class
   * @return the object, which is closed with the last {@link #close}
   */
  public <T extends AutoCloseable> T part(
      Class<T> type, Function<? super SharedMachine, ? extends T> made) {
    return type.cast(parts.computeIfAbsent(type, key -> made.apply(this)));
  }

  /**
   * Gives back one opening; the last one gives up what this process holds.
   *
   * @param mainEngine the engine that it was opened with
   */
  public void close(Engine mainEngine) {
    OPENING.lock();
    try {
      mains.remove(mainEngine);
      if (--uses == 0) {
        OPEN.values().remove(this);
        release();
      }
    } finally {
      OPENING.unlock();
    }
  }

  private void release() {
    @Nullable Exception failure = null;
    for (AutoCloseable part : parts.values()) {
      failure = closed(part, failure);
    }
    failure = closed(store, failure);
    failure = closed(engine, failure);
    failure = closed(slots, failure);
    if (failure != null) {
      throw new StorageException(
          "what processes share was not closed as it should be: " + failure, failure);
    }
  }

  private static @Nullable Exception closed(AutoCloseable part, @Nullable Exception before) {
    try {
      part.close();
      return before;
    } catch (Exception e) {
      return before == null ? e : before;
    }
  }
}
