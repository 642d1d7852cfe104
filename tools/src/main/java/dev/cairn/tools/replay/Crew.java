package dev.cairn.tools.replay;

import dev.cairn.tools.jvms.ChildJvm;
import dev.cairn.tools.jvms.ChildJvms;
import dev.cairn.tools.jvms.ChildProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The child JVMs that together replay a recording of agents' writes: they begin together, and all
 * end if one of them or the parent does.
 */
final class Crew implements AutoCloseable {
  private final ChildJvms children = new ChildJvms(() -> {});
  private final List<ChildJvm> jvms = new ArrayList<>();
  private final Map<ChildJvm, Integer> progress = new HashMap<>();
  private final Set<ChildJvm> finished = new HashSet<>();
  private final Set<ChildJvm> ended = new HashSet<>();
  private final Histogram latencies = new Histogram(3);

  private Crew() {}

  /** Starts a JVM for each share and waits until all are ready to begin. */
  static Crew start(Path store, long mapBytes, List<List<Deal.Task>> shares, int threads)
      throws IOException, InterruptedException, ReplayFailedException {
    Crew crew = new Crew();
    try {
      ChildProgram worker =
          new ChildProgram(
              ReplayWorker.class,
              List.of(store.toString(), String.valueOf(mapBytes), String.valueOf(threads)),
              Map.of());
      for (int i = 0; i < shares.size(); i++) {
        crew.jvms.add(crew.children.start("agent JVM", worker));
      }
      // After all have been started, so that they come up side by side.
      for (int i = 0; i < shares.size(); i++) {
        crew.jvms.get(i).send(lines(shares.get(i)));
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

  /** Returns a share as lines; the child answers the last one when it is ready. */
  private static List<String> lines(List<Deal.Task> share) {
    List<String> lines = new ArrayList<>();
    for (Deal.Task task : share) {
      // A carriage return would end the line for the reader; in JSON it is white space.
      lines.add(task.thread() + " " + task.line().json().replace('\r', ' '));
    }
    lines.add(ReplayWorker.END_OF_SHARE);
    return lines;
  }

  /**
   * Lets all begin, waits until all have ended, and returns the time until the last finished its
   * share.
   */
  Duration work(IntConsumer onProgress) throws InterruptedException, ReplayFailedException {
    long begun = System.nanoTime();
    jvms.forEach(jvm -> jvm.send(List.of(ReplayWorker.GO)));
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
    ChildJvm.Event event = children.next();
    ChildJvm jvm = event.jvm();
    Message message = event.message().map(Message::of).orElse(null);
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

  /** Kills the children that still run. */
  @Override
  public void close() {
    children.close();
  }
}
