package dev.cairn.internal.locks;

import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRows;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import dev.cairn.table.WriteTransaction;
import org.jspecify.annotations.Nullable;

/** The rows of the locks that all processes of the machine share. */
final class TableRows implements LockRows {
  static final Table<LockKey, LockRow> LOCKS =
      Table.named("locks").keyedBy(Keys.record(LockKey.class)).holding(LockRow.class);

  private static final Table<Party.Id, LockKey> WAITS =
      Table.named("waits").keyedBy(Keys.record(Party.Id.class)).holding(LockKey.class);

  private final SharedMachine machine;
  private final WriteTransaction tx;

  TableRows(SharedMachine machine, WriteTransaction tx) {
    this.machine = machine;
    this.tx = tx;
  }

  @Override
  public LockRow get(LockKey key) {
    return tx.get(LOCKS, key).orElse(LockRow.FREE);
  }

  @Override
  public void put(LockKey key, LockRow row) {
    if (row.isFree()) {
      tx.remove(LOCKS, key);
    } else {
      tx.put(LOCKS, key, row);
    }
  }

  @Override
  public @Nullable LockKey waitOf(Party party) {
    return tx.get(WAITS, party.id()).orElse(null);
  }

  @Override
  public void setWait(Party party, @Nullable LockKey key) {
    if (key == null) {
      tx.remove(WAITS, party.id());
    } else {
      tx.put(WAITS, party.id(), key);
    }
  }

  @Override
  public long next() {
    return machine.next(tx);
  }
}
