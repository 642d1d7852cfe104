package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Durability;
import dev.cairn.survival.DiskRecord.Event;
import dev.cairn.survival.DiskRecord.Kind;
import dev.cairn.testing.OtherJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a store opens, is sound and holds every acknowledged write after a power failure at
 * any moment.
 */
@Tag("slow")
class PowerFailureTest {
  /** A store that forgets to sync is found out long before. */
  private static final int STATES_OF_A_FORGETFUL_STORE = 2_000;

  @TempDir private Path directory;
  private final Random random = new Random(Effort.seed());
  private Path library;
  private int states;

  @BeforeEach
  void build() throws IOException, InterruptedException {
    library = Disk.build(directory);
  }

  /** Records an agent at work in a new store. */
  private DiskRecord record(Durability durability, int threads, int entries)
      throws IOException, InterruptedException {
    return record(durability, threads, entries, false);
  }

  private DiskRecord record(Durability durability, int threads, int entries, boolean flushing)
      throws IOException, InterruptedException {
    Path disk = directory.resolve("disk");
    Path record = directory.resolve("record-" + durability + "-" + threads);
    try (OtherJvm agent =
        OtherJvm.small(
            Disk.recording(library, disk, record),
            RecordedAgent.class,
            disk.toRealPath().resolve("store-" + durability + "-" + threads),
            disk.toRealPath().resolve("acknowledged"),
            durability,
            threads,
            entries,
            flushing)) {
      agent.expectEnd();
    }
    return DiskRecord.read(record);
  }

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    survive(Durability.SYNC, 1, Effort.of(60, 600), 0);
  }

  @Test
  void whatWasAcknowledgedInGroupsIsThere() throws Exception {
    survive(Durability.SYNC, 8, Effort.of(12, 100), 0);
  }

  @Test
  void aRelaxedStoreMayLoseItsLastCommitAndNoMore() throws Exception {
    survive(Durability.RELAXED, 1, Effort.of(60, 600), 1);
  }

  @Test
  void aRelaxedStoreLosesNothingThatWasFlushed() throws Exception {
    survive(record(Durability.RELAXED, 1, Effort.of(30, 300), true), Effort.of(150, 10_000), 0);
  }

  private void survive(Durability durability, int threads, int entries, int mayLose)
      throws Exception {
    survive(record(durability, threads, entries), Effort.of(300, 8_000), mayLose);
    Effort.note(
        "power failures, %s, writers: %d: %d states".formatted(durability, threads, states));
  }

  /** Otherwise the tests above could not see what they look for. */
  @Test
  void aStoreThatForgetsToSyncIsFoundOut() throws Exception {
    DiskRecord record = record(Durability.SYNC, 1, 30);

    assertThat(record.events()).anyMatch(Event::durable);
    assertThat(catchThrowable(() -> survive(record.withoutSyncs(), STATES_OF_A_FORGETFUL_STORE, 0)))
        .as("without its syncs")
        .isNotNull();
    assertThat(
            catchThrowable(
                () -> survive(record.withoutDurableWrites(), STATES_OF_A_FORGETFUL_STORE, 0)))
        .as("without its durable writes")
        .isNotNull();
    assertThat(
            catchThrowable(
                () -> survive(record(Durability.RELAXED, 1, 30), STATES_OF_A_FORGETFUL_STORE, 0)))
        .as("relaxed, and held to what only a strict one promises")
        .isNotNull();
  }

  /** A second opener may be promised something before the creator has synced the names. */
  @Test
  void theNamesOfAStoreAreDurableBeforeItPromisesAnything() throws Exception {
    String store = directory.resolve("disk").toAbsolutePath() + "/store-SYNC-1";
    List<Event> creating = record(Durability.SYNC, 1, 1).events();
    assertThat(indexOf(creating, Kind.DIRECTORY_SYNCED, store))
        .isGreaterThan(indexOf(creating, Kind.LINKED, store + "/data.mdb"))
        .isLessThan(indexOf(creating, Kind.ACKNOWLEDGED, "opened 0\n"));
    assertThat(indexOf(creating, Kind.DIRECTORY_SYNCED, directory.resolve("disk").toString()))
        .as("what leads to it is durable before it is there")
        .isLessThan(indexOf(creating, Kind.LINKED, store + "/data.mdb"));

    Files.delete(directory.resolve("record-SYNC-1"));
    List<Event> opening = record(Durability.SYNC, 1, 1).events();
    assertThat(indexOf(opening, Kind.DIRECTORY_SYNCED, store))
        .isLessThan(indexOf(opening, Kind.ACKNOWLEDGED, "opened 0\n"));
  }

  private static int indexOf(List<Event> events, Kind kind, String text) {
    for (int i = 0; i < events.size(); i++) {
      if (events.get(i).kind() == kind && events.get(i).text().equals(text)) {
        return i;
      }
    }
    throw new AssertionError(kind + " " + text + " is not in the record");
  }

  /**
   * Looks at states of the disk, spread over the whole record.
   *
   * @param wanted the number of states, roughly
   * @param mayLose the number of last commits that may be lost; with one writer each is an entry
   */
  private void survive(DiskRecord record, int wanted, int mayLose) throws IOException {
    List<Event> events = record.events();
    long promises = events.stream().filter(PowerFailure::isPromise).count();
    double each = (double) wanted / promises;
    PowerFailure disk = new PowerFailure();
    Map<String, Long> acknowledged = new HashMap<>();
    boolean opened = false;
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (opened && event.durable()) { // once it has returned: before, it may be torn
        look(disk.stateDuring(event, random), acknowledged, mayLose, "in event %d".formatted(i));
      }
      disk.next(event);
      if (event.kind() == Kind.ACKNOWLEDGED) {
        opened |= !acknowledge(event.text(), acknowledged);
      }
      if (opened && PowerFailure.isPromise(event)) {
        double times = disk.pending() == 0 ? Math.min(1, each) : each;
        int whole = (int) (times + random.nextDouble()); // that many on average
        for (int n = 0; n < whole; n++) {
          look(disk.state(random), acknowledged, mayLose, "after event %d".formatted(i));
        }
      }
    }
  }

  /** Takes note of a promise; false if it was that the store is open. */
  private static boolean acknowledge(String text, Map<String, Long> acknowledged) {
    boolean entry = false;
    for (String line : text.strip().split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (!words[0].equals("opened")) {
        entry = true;
        acknowledged.put(words[0], Long.parseLong(words[1]));
      }
    }
    return entry;
  }

  private void look(byte[] disk, Map<String, Long> acknowledged, int mayLose, String when)
      throws IOException {
    Path store = Files.createDirectories(directory.resolve("after"));
    Files.write(store.resolve("data.mdb"), disk);
    // Half of the time there is no lock file, half of the time that of an earlier boot.
    if (random.nextBoolean()) {
      Files.deleteIfExists(store.resolve("lock.mdb"));
    }
    states++;
    String what = "state %d, seed %d, %s".formatted(states, Effort.seed(), when);
    Ledger.verify(store, what);
    try (Cairn opened = Cairn.open(store, CairnOptions.defaults().withMapSize(64 << 20))) {
      Map<String, Long> made = Ledger.check(opened, what);
      acknowledged.forEach(
          (agent, entries) ->
              assertThat(made.getOrDefault(agent, 0L))
                  .as("%s: entries of %s", what, agent)
                  .isBetween(entries - mayLose, entries + 1));
      long unused = Ledger.enter(opened.memory(), "survivor");
    } catch (RuntimeException e) {
      throw new AssertionError(what, e);
    }
    Ledger.verify(store, what);
  }
}
