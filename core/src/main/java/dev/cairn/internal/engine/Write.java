package dev.cairn.internal.engine;

/**
 * A function that changes the store, called with the batch of changes to which it adds its own.
 *
 * <p>It runs on its caller's thread or on the writer's, perhaps more than once, and only the
 * changes of its last run are committed: it must have no effect but on its batch, and must not
 * block on anything that itself waits for a write. It sees the changes of the writes before it in
 * the same batch. If it runs on its caller's thread, an interrupt of that thread that arrives
 * meanwhile reaches it; one that was pending before does not.
 *
 * @param <R> the type of the result
 */
@FunctionalInterface
public interface Write<R> {

  /**
   * Reads and writes.
   *
   * @param batch the batch; valid until this method returns
   * @return the result
   */
  R run(Batch batch);
}
