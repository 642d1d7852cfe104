package dev.cairn.tools.mcp;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.Memory;
import dev.cairn.StorageException;
import dev.cairn.StoreClosedException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Opens the store of an MCP server when it is first needed, and again if that failed or the store
 * became unusable.
 *
 * <p>A server answers its client from the first moment on, also while its store cannot be opened: a
 * client shows its user what a tool answers, and hides why a process ended. Thread-safe.
 */
public final class StoreDoor implements AutoCloseable {
  private final Supplier<Cairn> opening;
  private final Function<Cairn, Memory> namespace;
  private @Nullable Cairn open;
  private boolean closed;

  /**
   * Makes a closed door.
   *
   * @param opening opens the store
   * @param namespace finds the memory to work on
   */
  public StoreDoor(Supplier<Cairn> opening, Function<Cairn, Memory> namespace) {
    this.opening = opening;
    this.namespace = namespace;
  }

  /**
   * Returns the open store.
   *
   * @throws CairnException if it cannot be opened; the next call tries again
   */
  synchronized Cairn store() {
    if (closed) {
      throw new StoreClosedException("the server is ending; start it again");
    }
    if (open == null) {
      open = opening.get();
    }
    return open;
  }

  /**
   * Does a piece of work on the memory.
   *
   * @throws CairnException if the store cannot be opened, or the work failed
   */
  public <R> R with(Function<? super Memory, ? extends R> work) {
    Cairn store = store();
    try {
      return work.apply(namespace.apply(store));
    } catch (StoreClosedException | StorageException e) {
      // The opening has ended after a lack of memory, or the files are others now, for example.
      giveUp(store);
      throw e;
    }
  }

  /**
   * Opens the store on a thread of its own, while the client introduces itself.
   *
   * @param complaint takes the sentence of a failure
   */
  public void openEarly(Consumer<String> complaint) {
    Thread opener =
        new Thread(
            () -> {
              try {
                with(Memory::namespace);
              } catch (CairnException | IllegalArgumentException e) {
                complaint.accept(String.valueOf(e.getMessage()));
              }
            },
            "cairn-mcp-open");
    opener.setDaemon(true);
    opener.start();
  }

  private synchronized void giveUp(Cairn store) {
    if (open == store) {
      open = null;
      store.close();
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
