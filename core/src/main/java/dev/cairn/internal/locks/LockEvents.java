package dev.cairn.internal.locks;

import dev.cairn.internal.locks.Happening.What;
import dev.cairn.internal.locks.rules.Party;
import java.util.Locale;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/** The events that the JDK's Flight Recorder is told of locks, if it records. */
final class LockEvents {
  private LockEvents() {}

  /** The fields that all events of locks have. */
  abstract static class OfLock extends Event {
    @Label("Resource")
    String resource = "";

    @Label("Namespace")
    String namespace = "";

    @Label("Kind")
    String kind = "";

    @Label("Token")
    long token;

    @Label("Requester")
    String requester = "";

    final void fill(Records.Key key, Party party, long grant) {
      resource = key.lock().resource();
      namespace = key.lock().namespace();
      kind = LockEvents.kind(key);
      token = grant;
      requester = party.name();
    }
  }

  /** A request for a lock, from when it is made until it is granted or given up. */
  @Name("dev.cairn.LockAcquire")
  @Label("Lock Acquire")
  @Category({"Cairn", "Locks"})
  @Description("A request for a named lock; its duration is the wait")
  static final class Acquire extends OfLock {
    @Label("Outcome")
    String outcome = "";

    static Acquire started() {
      Acquire event = new Acquire();
      event.begin();
      return event;
    }

    void commit(Records.Key key, Party party, What what, long grant) {
      if (shouldCommit()) {
        fill(key, party, grant);
        outcome = word(what);
        commit();
      }
    }
  }

  /** The release of a lock. */
  @Name("dev.cairn.LockRelease")
  @Label("Lock Release")
  @Category({"Cairn", "Locks"})
  @Description("A named lock was given back")
  @StackTrace(false)
  static final class Release extends OfLock {
    @Label("Held")
    @Timespan(Timespan.NANOSECONDS)
    long held;

    static void commit(Records.Key key, Party party, long grant, long nanos) {
      Release event = new Release();
      if (event.shouldCommit()) {
        event.fill(key, party, grant);
        event.held = nanos;
        event.commit();
      }
    }
  }

  private static String kind(Records.Key key) {
    return key.lock().counted() ? "permit" : key.exclusive() ? "write" : "read";
  }

  private static String word(What what) {
    return what.name().toLowerCase(Locale.ROOT);
  }
}
