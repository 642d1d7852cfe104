package dev.cairn.locks;

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

  /** Returns a number that is another one after each step of any process. */
  long version();

  /** Waits until the version is another one, or the time is over. */
  void awaitChange(long known, long nanos);
}
