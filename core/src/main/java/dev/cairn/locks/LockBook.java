package dev.cairn.locks;

import dev.cairn.internal.engine.VersionListener;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The place where the state of locks is kept, and changed one step at a time. */
interface LockBook {

  /** Takes a step, as one transaction. */
  <R> R change(Function<? super LockRules, ? extends R> step);

  /** Takes a step on another thread. */
  <R> CompletableFuture<R> changeLater(Function<? super LockRules, ? extends R> step);

  /** Returns the state of a lock. */
  LockRow row(LockKey key);

  /** Returns this process as a party, as which a thread or request asks for locks. */
  Party party(long number, String name);

  /** Tells whether a party can still release what it holds. */
  boolean alive(Party party);

  /** Has a listener called after steps of other processes, and when this is closed. */
  void listen(VersionListener listener);

  /** Removes the listener. */
  void endListening(VersionListener listener);
}
