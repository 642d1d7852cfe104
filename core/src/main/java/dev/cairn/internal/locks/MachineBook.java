package dev.cairn.internal.locks;

import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.WriteTransaction;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The locks that all processes of the machine share, in the tables of its run. */
final class MachineBook implements LockBook {
  private final SharedMachine machine;

  MachineBook(SharedMachine machine) {
    this.machine = machine;
  }

  @Override
  public <R> R change(Function<? super LockRules, ? extends R> step, Duration turn) {
    return machine.tables(turn).write(tx -> step.apply(rules(tx)));
  }

  @Override
  public <R> CompletableFuture<R> changeLater(
      Function<? super LockRules, ? extends R> step, Duration turn) {
    return machine.tables(turn).writeAsync(tx -> step.apply(rules(tx)));
  }

  /** The time is that of the turn, so that of two requests the later one does not look older. */
  private LockRules rules(WriteTransaction tx) {
    return new LockRules(new TableRows(machine, tx), System.currentTimeMillis());
  }

  @Override
  public long version() {
    return machine.version();
  }

  @Override
  public LockRow row(LockKey key) {
    return machine.tables().get(TableRows.LOCKS, key).orElse(LockRow.FREE);
  }

  @Override
  public Map<LockKey, LockRow> rows(String namespace) {
    return machine
        .tables()
        .read(
            tx ->
                tx.scan(TableRows.LOCKS, Scan.prefix(namespace))
                    .collect(Collectors.toMap(Row::key, Row::value)));
  }

  @Override
  public Party party(long number, String name) {
    return Party.of(machine.self(), number, name);
  }

  @Override
  public boolean alive(ProcessId process) {
    return machine.alive(process);
  }

  @Override
  public void awaitWrites(Duration most) {
    machine.awaitWrites(most);
  }

  @Override
  public void refuseInWrite() {
    machine.refuseInWrite();
  }

  @Override
  public void listen(VersionListener listener) {
    machine.listen(listener);
  }

  @Override
  public void endListening(VersionListener listener) {
    machine.endListening(listener);
  }
}
