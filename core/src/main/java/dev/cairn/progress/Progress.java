package dev.cairn.progress;

import static dev.cairn.progress.OperationRow.OPERATIONS;

import dev.cairn.internal.checks.Arguments;
import dev.cairn.internal.machine.Follower;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import dev.cairn.values.Following;
import dev.cairn.values.KeyPart;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The progress of the operations of one namespace, which any process can read and follow.
 *
 * <pre>{@code
 * try (Operation sync = memory.progress().begin("sync " + repository, files.size())) {
 *   for (Path file : files) {
 *     sync.message(file.toString());
 *     index(file);
 *     sync.step();
 *   }
 * }
 * }</pre>
 *
 * <p>An operation whose process ended, however it ended, shows as {@link OperationState#DEAD}. One
 * that has ended, or is dead, is shown until an hour after its last report, by the clock of the
 * store. Nothing of this is forced to disk, and a restart of the machine forgets it. Thread-safe.
 */
public final class Progress {
  /** The longest name of an operation, in bytes as UTF-8. */
  public static final int MAX_NAME_BYTES = 200;

  private static final int MOST_SHOWN = 500;
  private static final Duration KEPT = Duration.ofHours(1);

  private final String namespace;
  private final SharedMachine machine;
  private final Clock clock;
  private final Reports reports;

  private Progress(String namespace, SharedMachine machine, Clock clock) {
    this.namespace = namespace;
    this.machine = machine;
    this.clock = clock;
    this.reports = machine.part(Reports.class, Reports::new);
  }

  /**
   * Returns the progress of a namespace.
   *
   * @hidden for the door alone
   */
  public static Progress of(String namespace, SharedMachine machine, Clock clock) {
    return new Progress(namespace, machine, clock);
  }

  /** Cuts a text that is too long to be shown. */
  static String shown(String text) {
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  /**
   * Begins an operation.
   *
   * @param name the name, for people; not blank, at most {@value #MAX_NAME_BYTES} bytes, and others
   *     may have it too
   * @param total how many steps there are to do; 0 if that is not known
   * @return the operation, to be closed by the caller when it ends
   * @throws IllegalStateException inside of a write of the store
   */
  public Operation begin(String name, long total) {
    KeyPart.name("name", name, MAX_NAME_BYTES);
    Arguments.notNegative("total", total);
    machine.refuseInWrite(); // for which all who write wait, and this waits too
    long now = clock.millis();
    ProcessId self = machine.self();
    OperationRow row =
        new OperationRow(
            name,
            OperationState.RUNNING,
            0,
            total,
            "",
            now,
            now,
            ProcessHandle.current().pid(),
            self.slot(),
            self.incarnation());
    OperationKey key =
        machine
            .tables()
            .write(
                tx -> {
                  forgetOld(tx, now);
                  OperationKey made = new OperationKey(namespace, machine.next(tx));
                  tx.put(OPERATIONS, made, row);
                  return made;
                });
    return new Operation(reports, key, total, clock);
  }

  /** Removes those that have ended long ago; an operation of a dead process has ended too. */
  private void forgetOld(WriteTransaction tx, long now) {
    List<Row<OperationKey, OperationRow>> all =
        tx.scan(OPERATIONS, Scan.prefix(namespace)).toList();
    for (Row<OperationKey, OperationRow> row : all) {
      OperationRow value = row.value();
      if (isOld(value, now)
          && (value.state() != OperationState.RUNNING || !machine.alive(value.process()))) {
        tx.remove(OPERATIONS, row.key());
      }
    }
  }

  private static boolean isOld(OperationRow row, long now) {
    return now - row.updatedMillis() > KEPT.toMillis();
  }

  private static boolean isShown(OperationStatus status, OperationRow row, long now) {
    return status.state() == OperationState.RUNNING || !isOld(row, now);
  }

  /**
   * Returns the operations that go on, and those that have ended and reported in the last hour; the
   * newest first.
   */
  public List<OperationStatus> list() {
    List<Row<OperationKey, OperationRow>> rows =
        machine
            .tables()
            .read(tx -> tx.scan(OPERATIONS, Scan.prefix(namespace).descending()).toList());
    long now = clock.millis();
    Map<ProcessId, Boolean> alive = new HashMap<>();
    List<OperationStatus> list = new ArrayList<>();
    for (Row<OperationKey, OperationRow> row : rows) {
      boolean lives = alive.computeIfAbsent(row.value().process(), machine::alive);
      OperationStatus status = row.value().status(row.key(), lives);
      if (isShown(status, row.value(), now)) {
        list.add(status);
      }
    }
    return List.copyOf(list);
  }

  /** Returns an operation, if {@link #list} would. */
  public Optional<OperationStatus> get(long number) {
    OperationKey key = new OperationKey(namespace, number);
    return machine
        .tables()
        .get(OPERATIONS, key)
        .flatMap(
            row ->
                Optional.of(row.status(key, machine.alive(row.process())))
                    .filter(status -> isShown(status, row, clock.millis())));
  }

  /**
   * Tells a listener what {@link #list} returns: now, and whenever that has changed, ten times a
   * second at most. The death of a process is told within half a second.
   *
   * @param listener the listener, called by one thread; an exception of its is logged
   * @return ends it when it is closed; the end of the store ends it too
   */
  public Following follow(Consumer<? super List<OperationStatus>> listener) {
    Arguments.notNull("listener", listener);
    return Follower.start("cairn-follow", machine, this::list, listener);
  }
}
