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
  private ConsumingAgent() {}

  /**
   * Runs the program until its input ends.
   *
   * @param arguments the store, the most that it consumes, and perhaps the seconds of the period,
   *     an hour otherwise
   */
  public static void main(String[] arguments) throws IOException {
    Duration period =
        arguments.length > 2
            ? Duration.ofSeconds(Long.parseLong(arguments[2]))
            : Duration.ofHours(1);
    int most = Integer.parseInt(arguments[1]);
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]));
        BufferedReader orders =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      RateLimit limit = cairn.memory().limits().rate("search", new Rate(1_000, period));
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
