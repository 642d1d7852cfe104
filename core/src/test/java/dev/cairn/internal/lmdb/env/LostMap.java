package dev.cairn.internal.lmdb.env;

import dev.cairn.CairnException;
import dev.cairn.internal.lmdb.readers.ReaderPool;
import java.nio.file.Path;

/**
 * A program that lets LMDB lose its memory map, and prints the outcome of each later call; for
 * {@link LostMapTest}.
 */
public final class LostMap {
  /** More than any process has. */
  private static final long TOO_LARGE = 1L << 60;

  private LostMap() {}

  /** Arguments: the store, which is there. */
  public static void main(String[] args) {
    Environment environment = Environment.open(Path.of(args[0]), LmdbOptions.defaults());
    ReaderPool readers = new ReaderPool(environment);
    readers.giveBack(readers.take()); // an idle reader has a transaction that can be renewed
    say("growing", () -> environment.mapAnew(TOO_LARGE));
    say("an idle reader", readers::take);
    say("a new reader", environment::beginRead);
    say("a write", environment::beginWrite);
    System.out.println("no write is at work: " + environment.writes().close(System.nanoTime()));
    environment.writes().open();
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
