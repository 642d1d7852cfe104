package dev.cairn.internal.locks;

import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.machine.ProcessId;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
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
    long now = System.currentTimeMillis();
    return machine
        .tables(turn)
        .write(tx -> step.apply(new LockRules(new TableRows(machine, tx), now)));
  }

  @Override
  public <R> CompletableFuture<R> changeLater(
      Function<? super LockRules, ? extends R> step, Duration turn) {
    long now = System.currentTimeMillis();
    return machine
        .tables(turn)
        .writeAsync(tx -> step.apply(new LockRules(new TableRows(machine, tx), now)));
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
