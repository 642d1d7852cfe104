package dev.cairn.tools.load;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.maintenance.ProgressListener;
import dev.cairn.sites.Site;
import dev.cairn.tools.jvms.ChildJvm;
import dev.cairn.tools.jvms.ChildJvms;
import dev.cairn.tools.jvms.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Lets users in several JVMs use a store at once, and checks that nothing is lost that they were
 * told is stored.
 *
 * <p>They use a namespace of their own, which {@link #cleanUp} deletes.
 */
final class Load {
  private final LoadPlan plan;
  private final Path store;
  private final CairnOptions options;
  private final String namespace;
  private final Map<String, String> variables;
  private final Tally tally = new Tally();

  /**
   * Prepares a load test; nothing is touched yet.
   *
   * @param store created if there is none
   * @param options the options to open it with, also in the children
   * @param namespace a namespace that nobody else uses
   * @param variables environment variables for the children, beside those of this process
   */
  Load(
      LoadPlan plan,
      Path store,
      CairnOptions options,
      String namespace,
      Map<String, String> variables) {
    this.plan = plan;
    this.store = store;
    this.options = options;
    this.namespace = namespace;
    this.variables = Map.copyOf(variables);
  }

  /**
   * Runs the test to its end.
   *
   * @param children the group in which the JVMs are started
   * @param onProgress receives the time since the first user began
   * @throws LoadFailedException if a child ended early or failed
   */
  LoadReport run(ChildJvms children, Consumer<Duration> onProgress)
      throws IOException, InterruptedException, LoadFailedException {
    Duration took = work(children, onProgress);
    try (Cairn cairn = Cairn.open(store, options)) {
      return LoadReport.of(plan, took, tally, lost(cairn.memory(namespace)));
    }
  }

  /** Deletes what the users have stored; call once all children have ended. */
  void cleanUp() {
    if (!Files.exists(store)) {
      return; // no child has come so far
    }
    try (Cairn cairn = Cairn.open(store, options)) {
      cairn.maintenance().dropNamespace(namespace, ProgressListener.none());
    }
  }

  private Duration work(ChildJvms children, Consumer<Duration> onProgress)
      throws IOException, InterruptedException, LoadFailedException {
    List<ChildJvm> jvms = new ArrayList<>();
    for (int i = 0; i < plan.jvms(); i++) {
      List<String> arguments = LoadWorker.arguments(store, options.mapSize(), namespace, i, plan);
      jvms.add(
          children.start("load JVM", new ChildProgram(LoadWorker.class, arguments, variables)));
    }
    Set<ChildJvm> finished = new HashSet<>();
    for (int ready = 0; ready < jvms.size(); ready++) {
      next(children, finished);
    }
    long begun = System.nanoTime();
    jvms.forEach(jvm -> jvm.send(List.of(LoadWorker.GO)));
    Duration took = Duration.ZERO;
    for (int running = jvms.size(); running > 0; ) {
      boolean ended = next(children, finished);
      if (finished.size() < jvms.size()) {
        onProgress.accept(Duration.ofNanos(System.nanoTime() - begun));
      } else if (took.isZero()) {
        took = Duration.ofNanos(System.nanoTime() - begun);
      }
      running -= ended ? 1 : 0;
    }
    return took;
  }

  /** Waits for an event; returns whether it was the end of a child that had finished. */
  private boolean next(ChildJvms children, Set<ChildJvm> finished)
      throws InterruptedException, LoadFailedException {
    ChildJvm.Event event = children.next();
    if (event.message().isEmpty()) {
      if (!finished.contains(event.jvm()) || !event.jvm().endedWell()) {
        throw new LoadFailedException(event.jvm().end() + "; the load test was stopped");
      }
      return true;
    }
    String[] words = event.message().get().substring(ChildJvm.MARK.length()).split(" ", 2);
    switch (words[0]) {
      case "finished" -> {
        tally.add(words[1]);
        finished.add(event.jvm());
      }
      case "failed" ->
          throw new LoadFailedException(
              "%s: %s; the load test was stopped".formatted(event.jvm(), words[1]));
      default -> {
        // ready, or at work
      }
    }
    return false;
  }

  /** Returns how many rows are missing of those that were acknowledged. */
  private long lost(Memory memory) {
    return memory.read(
        now -> {
          long visits = now.sites().list().stream().mapToLong(Site::visits).sum();
          long episodes = now.episodes().count();
          long documents = now.documents().count();
          long jobs = now.jobs().counts(VirtualUser.ERRANDS).done();
          return missing(Operation.VISIT, visits)
              + missing(Operation.RECORD_EPISODE, episodes)
              + missing(Operation.REMEMBER, documents)
              + missing(Operation.DO_JOB, jobs);
        });
  }

  private long missing(Operation operation, long stored) {
    return Math.max(0, tally.succeeded(operation) - tally.inVain(operation) - stored);
  }
}
