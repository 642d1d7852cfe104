package dev.cairn.internal.locks.rules;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The rows of the locks of one process; not thread-safe. */
public final class HeapRows implements LockRows {
  private final Map<LockKey, LockRow> rows = new HashMap<>();
  private final Map<Party.Id, LockKey> waits = new HashMap<>();

  /** One for the JVM: a token is not given out again after the store was closed and opened. */
  private static final AtomicLong NEXT = new AtomicLong(1);

  @Override
  public LockRow get(LockKey key) {
    return rows.getOrDefault(key, LockRow.FREE);
  }

  @Override
  public void put(LockKey key, LockRow row) {
    if (row.isFree()) {
      rows.remove(key);
    } else {
      rows.put(key, row);
    }
  }

  /** Returns a copy of the rows of a namespace. */
  public Map<LockKey, LockRow> all(String namespace) {
    Map<LockKey, LockRow> copy = new HashMap<>(rows);
    copy.keySet().removeIf(key -> !key.namespace().equals(namespace));
    return copy;
  }

  @Override
  public @Nullable LockKey waitOf(Party party) {
    return waits.get(party.id());
  }

  @Override
  public void setWait(Party party, @Nullable LockKey key) {
    if (key == null) {
      waits.remove(party.id());
    } else {
      waits.put(party.id(), key);
    }
  }

  @Override
  public long next() {
    return NEXT.getAndIncrement();
  }
}
