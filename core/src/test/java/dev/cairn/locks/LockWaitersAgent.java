package dev.cairn.locks;

import com.sun.management.OperatingSystemMXBean;
import dev.cairn.Cairn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A program whose threads wait for one lock, and that tells how many nanoseconds of a processor the
 * process has used so far, for each line that it is sent.
 */
final class LockWaitersAgent {
  private LockWaitersAgent() {}

  /**
   * Runs the program until its input ends.
   *
   * @param arguments the store, and the number of threads
   */
  public static void main(String[] arguments) throws IOException {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      NamedLock lock = cairn.memory().locks().on("busy").withTimeout(Duration.ofMinutes(10));
      for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
        Thread thread = new Thread(() -> lock.write().close(), "waiter " + i);
        thread.setDaemon(true);
        thread.start();
      }
      System.out.println("ready");
      while (orders.readLine() != null) {
        System.out.println(system.getProcessCpuTime());
      }
      Runtime.getRuntime().halt(0); // its threads still wait
    }
  }
}
