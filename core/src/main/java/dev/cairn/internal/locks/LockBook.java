package dev.cairn.internal.locks;

import dev.cairn.internal.engine.VersionListener;
import dev.cairn.internal.locks.rules.LockKey;
import dev.cairn.internal.locks.rules.LockRow;
import dev.cairn.internal.locks.rules.LockRules;
import dev.cairn.internal.locks.rules.Party;
import dev.cairn.internal.machine.ProcessId;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The place where the state of locks is kept, and changed one step at a time. */
interface LockBook {

  /** The longest time that a step waits for its turn unless its caller says another one. */
  Duration TURN = Duration.ofMinutes(1);

  /** Takes a step, as one transaction. */
  default <R> R change(Function<? super LockRules, ? extends R> step) {
    return change(step, TURN);
  }

  /**
   * Takes a step, as one transaction.
   *
   * @param turn the longest time that it waits for its turn, positive
   * @throws dev.cairn.WriteTimeoutException if its turn did not come; it is never taken
   */
  <R> R change(Function<? super LockRules, ? extends R> step, Duration turn);

  /** Takes a step on another thread, as {@link #change(Function, Duration)} does. */
  <R> CompletableFuture<R> changeLater(
      Function<? super LockRules, ? extends R> step, Duration turn);

  /** Returns a number that no step leaves as it was, of whichever process. */
  long version();

  /** Returns the state of a lock. */
  LockRow row(LockKey key);

  /** Returns the state of each lock of a namespace that somebody holds or waits for. */
  Map<LockKey, LockRow> rows(String namespace);

  /** Returns this process as a party, as which a thread or request asks for locks. */
  Party party(long number, String name);

  /** Tells whether the parties of a process can still release what they hold. */
  boolean alive(ProcessId process);

  /**
   * Waits until every write of the store that has begun, in whichever process, has ended.
   *
   * @param most the longest time to wait, positive
   * @throws dev.cairn.WriteTimeoutException if one has not ended in time
   */
  void awaitWrites(Duration most);

  /**
   * Refuses a thread inside of a write of the store, for which all who write wait.
   *
   * @throws IllegalStateException if the calling thread is inside of one
   */
  void refuseInWrite();

  /** Has a listener called after steps of other processes, and when this is closed. */
  void listen(VersionListener listener);

  /** Removes the listener. */
  void endListening(VersionListener listener);
}
