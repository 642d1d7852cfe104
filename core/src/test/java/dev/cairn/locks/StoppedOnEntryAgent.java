package dev.cairn.locks;

import dev.cairn.CachePolicy;
import dev.cairn.internal.engine.Engine;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.lmdb.env.LmdbOptions;
import dev.cairn.internal.machine.SharedMachine;
import dev.cairn.internal.table.Store;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A program that stops for ever where it is about to write its name among the processes that share
 * locks, as if the system had stopped it there.
 */
final class StoppedOnEntryAgent {
  private StoppedOnEntryAgent() {}

  /**
   * Runs the program until it is killed.
   *
   * @param arguments the store, in which locks have been used since the machine was started
   */
  public static void main(String[] arguments) {
    Path directory = Path.of(arguments[0]);
    try (Engine main = LmdbEngine.open(directory, LmdbOptions.defaults())) {
      Store store = new Store(main, CachePolicy.untilChanged(), 1 << 20);
      SharedMachine.open(
          directory.resolve("volatile"),
          run -> stoppedOnWrites(LmdbEngine.open(run, LmdbOptions.ofOneRun())),
          store.in("", Duration.ofMinutes(1)),
          main);
    }
  }

  private static Engine stoppedOnWrites(Engine engine) {
    return (Engine)
        Proxy.newProxyInstance(
            Engine.class.getClassLoader(),
            new Class<?>[] {Engine.class},
            (proxy, method, values) -> {
              if (method.getName().equals("write")) {
                System.out.println("enters");
                while (true) {
                  LockSupport.park();
                }
              }
              try {
                return method.invoke(engine, values);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
