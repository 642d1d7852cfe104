package dev.cairn.limits;

import dev.cairn.Cairn;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A program that consumes a limit until nothing is left, prints how much it got, and waits. */
final class ConsumingAgent {
  static final Rate RATE = new Rate(1_000, Duration.ofHours(1));

  private ConsumingAgent() {}

  /**
   * Runs the program until its input ends.
   *
   * @param arguments the store, and the most that it consumes
   */
  public static void main(String[] arguments) throws IOException {
    int most = Integer.parseInt(arguments[1]);
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      RateLimit limit = cairn.memory().limits().rate("search", RATE);
      System.out.println("ready");
      String unused = orders.readLine();
      int got = 0;
      while (got < most && limit.tryConsume()) {
        got++;
      }
      System.out.println(got);
      unused = orders.readLine();
    }
  }
}
