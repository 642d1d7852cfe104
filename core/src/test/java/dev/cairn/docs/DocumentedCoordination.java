package dev.cairn.docs;

import dev.cairn.Memory;
import dev.cairn.limits.Rate;
import dev.cairn.limits.RateLimit;
import dev.cairn.locks.Hold;
import dev.cairn.locks.NamedLock;
import dev.cairn.locks.Scope;
import dev.cairn.values.Deadline;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReadWriteLock;

/** The code that docs/coordination.md shows. */
final class DocumentedCoordination {
  private DocumentedCoordination() {}

  static void locks(Memory memory, Duration took) {
    // [locks]
    NamedLock login = memory.locks().on("login:example.com");
    try (Hold hold = login.write()) { // one agent at a time, of whichever process
      memory.write(hold.token(), m -> m.sites().recordVisit("https://example.com/login", took));
    }
    // [end]
  }

  static Hold ways(Memory memory) {
    // [ways]
    ReadWriteLock everywhere = memory.locks().on("profile:ann"); // java.util.concurrent.locks
    NamedLock here = memory.locks().on("profile:ann", Scope.PROCESS); // no other process
    int visits = here.withPriority(2).withTimeout(Duration.ofSeconds(2)).reading(() -> count());
    CompletableFuture<Hold> later =
        memory.locks().on("report").withLease(Duration.ofSeconds(20)).writeAsync();
    // [end]
    System.out.println(everywhere + " " + visits);
    return later.join();
  }

  private static int count() {
    return 1;
  }

  static void limits(Memory memory) {
    // [limits]
    RateLimit searches = memory.limits().rate("search:ann", Rate.perMinute(100));
    if (!searches.tryConsume()) {
      System.out.println("come back in " + searches.availableIn(1));
    }
    searches.consume(3, Deadline.in(Duration.ofSeconds(5))); // waits, or LimitExceededException
    // [end]
  }
}
