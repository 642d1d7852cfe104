package dev.cairn.tools.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The child JVMs that together replay a recording of agents' writes: they begin together, and all
 * end if one of them or the parent does.
 */
final class Crew implements AutoCloseable {
  private final BlockingQueue<AgentJvm.Event> events = new LinkedBlockingQueue<>();
  private final List<AgentJvm> jvms = new ArrayList<>();
  private boolean dismissed;
  private final Map<AgentJvm, Integer> progress = new HashMap<>();
  private final Set<AgentJvm> finished = new HashSet<>();
  private final Set<AgentJvm> ended = new HashSet<>();
  private final Histogram latencies = new Histogram(3);

  /** A shutdown, by Ctrl-C for example, runs no finally block. */
  private final Thread killer = new Thread(this::kill, "crew-killer");

  private Crew() {
    Runtime.getRuntime().addShutdownHook(killer);
  }

  /** Starts a JVM for each share and waits until all are ready to begin. */
  static Crew start(Path store, long mapBytes, List<List<Deal.Task>> shares, int threads)
      throws IOException, InterruptedException, ReplayFailedException {
    Crew crew = new Crew();
    try {
      for (int i = 0; i < shares.size(); i++) {
        crew.hire(store, mapBytes, threads);
      }
      // After all have been started, so that they come up side by side.
      for (int i = 0; i < shares.size(); i++) {
        crew.jvms.get(i).send(shares.get(i));
      }
      for (int waiting = shares.size(); waiting > 0; ) {
        if (crew.next() instanceof Message.Ready) {
          waiting--;
        }
      }
      return crew;
    } catch (IOException | InterruptedException | ReplayFailedException | RuntimeException e) {
      crew.close();
      throw e;
    }
  }

  /** Started under the lock: a shutdown meanwhile waits for the child, and kills it too. */
  private synchronized void hire(Path store, long mapBytes, int threads)
      throws IOException, ReplayFailedException {
    if (dismissed) {
      throw new ReplayFailedException("the program is ending");
    }
    jvms.add(new AgentJvm(jvms.size() + 1, store, mapBytes, threads, events));
  }

  /**
   * Lets all begin, waits until all have ended, and returns the time until the last finished its
   * share.
   */
  Duration work(IntConsumer onProgress) throws InterruptedException, ReplayFailedException {
    long begun = System.nanoTime();
    jvms.forEach(AgentJvm::go);
    while (finished.size() < jvms.size()) {
      next();
      onProgress.accept(applied());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begun);
    while (ended.size() < jvms.size()) {
      next();
    }
    return took;
  }

  /** Returns how many operations became durable so far. */
  int applied() {
    return progress.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** Returns how long the operations took, in nanoseconds. */
  Histogram latencies() {
    return latencies;
  }

  /** Waits for the next event; returns the message, or null if a child ended as it should. */
  private @Nullable Message next() throws InterruptedException, ReplayFailedException {
    AgentJvm.Event event = events.take();
    AgentJvm jvm = event.jvm();
    Message message = event.message().orElse(null);
    if (message == null) {
      if (!finished.contains(jvm) || !jvm.endedWell()) {
        throw failure(jvm.end());
      }
      ended.add(jvm);
    } else if (message instanceof Message.Failed failed) {
      throw failure(jvm + ": " + failed.why());
    } else if (message instanceof Message.Progress report) {
      progress.put(jvm, report.operations());
    } else if (message instanceof Message.Finished share) {
      latencies.add(share.latencies());
      finished.add(jvm);
    }
    return message;
  }

  private ReplayFailedException failure(String reason) {
    return new ReplayFailedException(
        "%s; the replay was stopped (%,d operations reported as durable are in the store)"
            .formatted(reason, applied()));
  }

  private synchronized void kill() {
    dismissed = true;
    jvms.forEach(AgentJvm::kill);
  }

  /** Kills the children that still run. */
  @Override
  public void close() {
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(killer);
    } catch (IllegalStateException e) {
      // the JVM is shutting down, which runs the killer
    }
  }
}
