package dev.cairn.docs;

import dev.cairn.Memory;
import dev.cairn.limits.Rate;
import dev.cairn.limits.RateLimit;
import dev.cairn.locks.Hold;
import dev.cairn.locks.LockStatistics;
import dev.cairn.locks.NamedLock;
import dev.cairn.locks.ReadLocked;
import dev.cairn.locks.Scope;
import dev.cairn.locks.WriteLocked;
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
    CompletableFuture<Hold> later =
        memory.locks().on("report").withPriority(2).withTimeout(Duration.ofSeconds(2)).writeAsync();
    NamedLock bounded =
        memory.locks().on("report").withRenewedLease(Duration.ofSeconds(10), Duration.ofMinutes(5));
    // [end]
    System.out.println(everywhere + " " + here.resource() + " " + bounded.resource());
    return later.join();
  }

  // [guarded]
  interface Profiles {
    @ReadLocked("profile:{0}")
    String read(String user);

    @WriteLocked(value = "profile:{0}", timeoutMillis = 5_000)
    void append(String user, String line);
  }

  // [end]

  private static final class ProfileFiles implements Profiles {
    private String text = "";

    @Override
    public String read(String user) {
      return text;
    }

    @Override
    public void append(String user, String line) {
      text += line;
    }
  }

  static String guards(Memory memory) {
    // [guards]
    Profiles profiles = memory.locks().guarded(Profiles.class, new ProfileFiles());
    profiles.append("ann", "likes tea");
    String text = memory.locks().guarding("report").write(() -> profiles.read("ann"));
    // [end]
    return text;
  }

  static void statistics(Memory memory) {
    // [statistics]
    LockStatistics statistics = memory.locks().statistics();
    for (LockStatistics.Use use : statistics.ofAllProcesses()) {
      System.out.println(
          "%s %s: %d times, waits of %s, held for %s"
              .formatted(
                  use.resource(),
                  use.kind(),
                  use.acquisitions(),
                  use.waits().p99(),
                  use.holds().mean()));
    }
    statistics.reset("login:example.com");
    // [end]
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
