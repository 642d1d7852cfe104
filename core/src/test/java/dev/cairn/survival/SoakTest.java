package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a store under constant load from several JVMs loses no acknowledged entry while one
 * after the other is killed. The others go on, and the use of memory, descriptors and disk levels
 * off.
 */
@Tag("slow")
class SoakTest {
  private static final int AGENTS = 3;
  private static final int THREADS = 2;
  private static final int LONGEST_STALL_MILLIS = 1_000;
  private static final long MIB = 1 << 20;

  /** The least time between two kills; a kill takes its checks besides. */
  private static final long LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(Effort.of(1_500, 4_000));

  @TempDir private Path directory;
  private final Random random = new Random(Effort.seed());

  /** The agents by name; the first one is never killed. */
  private final Map<String, OtherJvm> agents = new TreeMap<>();

  private OtherJvm standby;

  /** The number of entries that each writer was promised. */
  private final Map<String, Long> acknowledged = new HashMap<>();

  /** The time of the last promise to each writer. */
  private final Map<String, Long> lastNanos = new HashMap<>();

  private long worstStallNanos;
  private String worstStall = "";
  private int kills;

  private record Figures(long heap, long descriptors, long threads, long fileBytes) {}

  private final List<Figures> figures = new ArrayList<>();

  @AfterEach
  void end() {
    for (OtherJvm agent : agents.values()) {
      agent.close();
    }
    if (standby != null) {
      standby.close();
    }
  }

  private Path store() {
    return directory.resolve("store");
  }

  private OtherJvm start() {
    return OtherJvm.small(SoakAgent.class, store(), THREADS);
  }

  @Test
  void killsLoseNothingAndNothingGrows() throws Exception {
    for (int i = 0; i < AGENTS; i++) {
      OtherJvm agent = start();
      agents.put("agent" + i, agent);
      agent.send("agent" + i);
    }
    standby = start();
    long seconds = Effort.of(16, 3_600);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    try (Stalls machine = new Stalls(directory.resolve("stalls"))) {
      while (System.nanoTime() < end) {
        listenFor(LIFE_NANOS + (long) (random.nextDouble() * LIFE_NANOS));
        killOne();
        measure();
      }
      listenFor(LIFE_NANOS);
      assertThat(lastNanos).as("writers of the agent that lives longest").containsKey("agent0-0");
      long now = System.nanoTime(); // the same clock in all JVMs
      lastNanos.forEach((writer, last) -> waited(writer, now - last)); // and may wait for ever
      assertThat(TimeUnit.NANOSECONDS.toMillis(worstStallNanos))
          .as(
              "how many ms a writer waited (%s); the machine alone stalled %d",
              worstStall, machine.worstMillis())
          .isLessThan(LONGEST_STALL_MILLIS + 2 * machine.worstMillis());
      Effort.note(
          "soak: %d s, %d kills, %d entries acknowledged, longest wait of a survivor %d ms (machine alone: %d ms)"
              .formatted(
                  seconds,
                  kills,
                  acknowledged.values().stream().mapToLong(Long::longValue).sum(),
                  TimeUnit.NANOSECONDS.toMillis(worstStallNanos),
                  machine.worstMillis()));
    }
    assertLevel();
  }

  private void listenFor(long nanos) {
    long end = System.nanoTime() + nanos;
    while (System.nanoTime() < end) {
      agents.values().forEach(agent -> listen(agent.said()));
      agents.values().forEach(OtherJvm::expectAlive);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }

  private void listen(List<String> lines) {
    for (String line : lines) {
      String[] words = line.split("\t", -1);
      if (words.length == 4 && words[0].equals("entry")) { // the last one may be cut off
        String writer = words[1];
        long entries = Long.parseLong(words[2]);
        Long promised = acknowledged.put(writer, entries);
        long nanos = Long.parseLong(words[3]);
        Long before = lastNanos.put(writer, nanos);
        if (before != null) {
          assertThat(entries).as("entries of %s, each once", writer).isEqualTo(promised + 1);
          waited(writer, nanos - before);
        }
      }
    }
  }

  private void waited(String writer, long nanos) {
    if (nanos > worstStallNanos) {
      worstStallNanos = nanos;
      worstStall = "%s, after %d kills".formatted(writer, kills);
    }
  }

  /** Kills an agent, looks at what it has left, and lets another one take its place. */
  private void killOne() throws Exception {
    String name = "agent" + (1 + random.nextInt(AGENTS - 1));
    OtherJvm victim = agents.remove(name);
    listen(victim.kill());
    lastNanos.keySet().removeIf(writer -> writer.startsWith(name));
    kills++;
    String when = "kill %d, of %s, seed %d".formatted(kills, name, Effort.seed());
    Map<String, Long> promised = new HashMap<>(acknowledged);
    Map<String, Long> made;
    try (Cairn opened = Cairn.open(store())) {
      made = Ledger.check(opened, when);
    }
    promised.forEach(
        (writer, entries) -> {
          assertThat(made).as(when).containsKey(writer);
          assertThat(made.get(writer))
              .as("%s: entries of %s", when, writer)
              .isGreaterThanOrEqualTo(entries);
          if (writer.startsWith(name)) {
            assertThat(made.get(writer)).as("%s: once", when).isLessThanOrEqualTo(entries + 1);
          }
        });
    Ledger.verify(store(), when);
    Set<Long> alive = new TreeSet<>();
    agents.values().forEach(agent -> alive.add(agent.pid()));
    assertThat(alive)
        .as("%s: whose reader slots are taken", when)
        .containsAll(ReaderSlots.processes(store()));

    agents.put(name, standby);
    standby.send(name);
    standby = start();
  }

  /** Asks the agent that lives longest what it takes. */
  private void measure() throws IOException {
    OtherJvm oldest = agents.get("agent0");
    oldest.send("figures");
    List<String> lines = new ArrayList<>();
    String line = oldest.line();
    for (; !line.startsWith("figures\t"); line = oldest.line()) {
      lines.add(line);
    }
    listen(lines);
    String[] words = line.split("\t", -1);
    figures.add(
        new Figures(
            Long.parseLong(words[2]),
            Long.parseLong(words[3]),
            Long.parseLong(words[4]),
            Files.size(store().resolve("data.mdb"))));
  }

  private void assertLevel() {
    int half = figures.size() / 2;
    Figures before = most(figures.subList(0, half));
    Figures after = most(figures.subList(half, figures.size()));
    Effort.note("soak, most of the first half and of the second: %s %s".formatted(before, after));
    assertThat(after.heap()).as("heap").isLessThan(before.heap() * 9 / 8 + MIB);
    assertThat(after.descriptors()).as("descriptors").isLessThan(before.descriptors() + 3);
    assertThat(after.threads()).as("threads").isLessThan(before.threads() + 2);
    assertThat(after.fileBytes())
        .as("bytes of the file")
        .isLessThan(before.fileBytes() * 5 / 4 + 4 * MIB);
  }

  private static Figures most(List<Figures> some) {
    return some.stream()
        .reduce(
            new Figures(0, 0, 0, 0),
            (a, b) ->
                new Figures(
                    Math.max(a.heap, b.heap),
                    Math.max(a.descriptors, b.descriptors),
                    Math.max(a.threads, b.threads),
                    Math.max(a.fileBytes, b.fileBytes)));
  }
}
