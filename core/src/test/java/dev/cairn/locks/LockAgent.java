package dev.cairn.locks;

import dev.cairn.Cairn;
import dev.cairn.DeadlockException;
import dev.cairn.LockTimeoutException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * A program that takes and releases named locks on one thread as it is told: {@code write x},
 * {@code read x}, {@code release x}.
 */
final class LockAgent {
  private LockAgent() {}

  /**
   * Runs the agent until its input ends.
   *
   * @param arguments the store, and the milliseconds to wait for a lock
   */
  public static void main(String[] arguments) throws IOException {
    Duration timeout = Duration.ofMillis(Long.parseLong(arguments[1]));
    Map<String, Hold> holds = new HashMap<>();
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      Locks locks = cairn.memory().locks();
      System.out.println("ready");
      for (String order = orders.readLine(); order != null; order = orders.readLine()) {
        String[] words = order.split("\t", -1);
        System.out.println(answer(locks, locks.on(words[1]).withTimeout(timeout), words[0], holds));
      }
    }
  }

  private static String answer(Locks locks, NamedLock lock, String order, Map<String, Hold> holds) {
    try {
      if (order.equals("release")) {
        holds.remove(lock.resource()).close();
        return "released";
      }
      Hold hold =
          switch (order) {
            case "write" -> lock.write();
            case "read" -> lock.read();
            case "renewed" ->
                lock.withRenewedLease(Duration.ofMillis(400), Duration.ofMinutes(10)).write();
            default -> locks.semaphore(lock.resource(), 2).acquire();
          };
      holds.put(lock.resource(), hold);
      return "granted " + hold.token().number();
    } catch (DeadlockException e) {
      return e.getMessage();
    } catch (LockTimeoutException e) {
      return "timeout: " + e.getMessage();
    }
  }
}
