package dev.cairn.internal.lmdb.env;

import dev.cairn.StoreOpenException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Loads the native libraries into this JVM, once: LMDB, and jffi, which calls it. */
public final class NativeLibraries {
  private static volatile boolean loaded;

  /** The loading that was begun last; null once it has failed. */
  private static @Nullable FutureTask<Boolean> begun;

  private NativeLibraries() {}

  /**
   * Loads the libraries, unless they are loaded. An interrupt of the calling thread does not end
   * that, and stays pending.
   *
   * @throws StoreOpenException if they cannot be loaded
   */
  static void load() {
    if (loaded) {
      return;
    }
    FutureTask<Boolean> loading = begin();
    try {
      boolean unused = resultOf(loading);
    } catch (ExecutionException e) {
      forget(loading);
      throw failed(e.getCause());
    }
  }

  /**
   * Begins to load, which takes longer in a new JVM than all else of an opening. A failure is
   * thrown when an environment is opened.
   */
  public static void beginLoading() {
    Object unused = begin();
  }

  /**
   * Begins to load on a thread that nobody interrupts, unless that was begun. An interrupt closes
   * the file that is being unpacked; the class that unpacks would then fail to be initialized, and
   * a JVM initializes a class once.
   */
  private static synchronized FutureTask<Boolean> begin() {
    FutureTask<Boolean> loading = begun;
    if (loading == null) {
      loading = new FutureTask<>(NativeLibraries::loadOnce);
      Thread thread = new Thread(null, loading, "cairn-native", 0, false);
      thread.setDaemon(true);
      // lmdbjava looks for its native library with the context class loader.
      thread.setContextClassLoader(NativeLibraries.class.getClassLoader());
      thread.start();
      begun = loading;
    }
    return loading;
  }

  private static synchronized void forget(FutureTask<Boolean> failed) {
    if (begun == failed) {
      begun = null;
    }
  }

  private static boolean resultOf(FutureTask<Boolean> task) throws ExecutionException {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static RuntimeException failed(@Nullable Throwable thrown) {
    if (thrown instanceof LinkageError error) {
      Throwable cause = error.getCause();
      return LmdbOpenFailures.noLibrary(cause == null ? error : cause, error);
    }
    if (thrown instanceof IOException || thrown instanceof InvalidPathException) {
      return LmdbOpenFailures.noLibrary(thrown, thrown);
    }
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException exception
        ? exception
        : new IllegalStateException("loading ended without a reason", thrown);
  }

  private static boolean loadOnce() throws IOException {
    synchronized (Runtime.getRuntime()) { // other class loaders' copies set the same properties
      if (!loaded) {
        LibraryFiles.load();
        loaded = true;
      }
      return loaded;
    }
  }
}
