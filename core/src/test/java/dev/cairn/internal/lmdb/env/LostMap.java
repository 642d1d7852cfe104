package dev.cairn.internal.lmdb.env;

import dev.cairn.CairnException;
import dev.cairn.internal.lmdb.readers.ReaderPool;
import java.nio.file.Path;

/**
 * A program for {@link LostMapTest} that makes LMDB lose its memory map, and prints the outcome of
 * each later call. It runs in a JVM of its own because touching the lost map would end the JVM.
 */
public final class LostMap {
  /** More bytes than any process can map. */
  private static final long TOO_LARGE = 1L << 60;

  private LostMap() {}

  /** Runs the program; its one argument is the directory of an existing store. */
  public static void main(String[] args) {
    Environment environment = Environment.open(Path.of(args[0]), LmdbOptions.defaults());
    ReaderPool readers = new ReaderPool(environment);
    readers.giveBack(readers.take()); // an idle reader has a transaction that can be renewed
    say("growing", () -> environment.mapAnew(TOO_LARGE));
    say("an idle reader", readers::take);
    say("a new reader", environment::beginRead);
    say("a write", () -> environment.writes().begin());
    System.out.println(
        "no write is at work: " + environment.writes().gate().close(System.nanoTime()));
    environment.writes().gate().open();
    System.out.println("the version: " + environment.version());
    say("figures", environment::info);
    say("a sync", environment::sync);
    System.out.println("readers closed: " + readers.close(1));
    environment.close();
    Environment.open(Path.of(args[0]), LmdbOptions.defaults()).close();
    System.out.println("opened again");
  }

  private static void say(String call, Runnable work) {
    try {
      work.run();
      System.out.println(call + ": done");
    } catch (CairnException e) {
      System.out.println(call + ": " + e.getMessage());
    }
  }
}
