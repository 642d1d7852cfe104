package dev.cairn.maintenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.StoreClosedException;
import dev.cairn.maintenance.StoreChange.AnythingChanged;
import dev.cairn.maintenance.StoreChange.RowChanged;
import dev.cairn.maintenance.StoreChange.What;
import dev.cairn.table.Index;
import dev.cairn.table.Keys;
import dev.cairn.table.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that a change feed returns the changes of all processes to a store, in order and without a
 * gap.
 */
class ChangeFeedTest {
  /** More commits than the change log keeps. */
  private static final int MANY = 1_100;

  record Note(String text) {}

  record Place(String site, long number, UUID id, Instant at, boolean home) {}

  private static final Table<String, Note> NOTES =
      Table.named("notes").keyedBy(Keys.string()).holding(Note.class);
  private static final Table<Place, Note> PLACES =
      Table.named("places").keyedBy(Keys.record(Place.class)).holding(Note.class);

  @TempDir Path directory;
  private Cairn cairn;
  private Memory memory;

  @BeforeEach
  void open() {
    cairn =
        Cairn.open(directory, CairnOptions.defaults().withDurability(dev.cairn.Durability.RELAXED));
    memory = cairn.memory();
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  private static RowChanged note(long version, What what, String namespace, String key) {
    return new RowChanged(version, what, "notes", namespace, List.of(key), "(\"" + key + "\")");
  }

  private static List<StoreChange> look(ChangeFeed feed) throws InterruptedException {
    return feed.poll(Duration.ZERO);
  }

  @Test
  void waitsForEverIfItIsAskedTo() throws Exception {
    ChangeFeed feed = cairn.maintenance().changes();
    CompletableFuture<Boolean> later =
        memory.writeAndGetAsync(m -> m.put(NOTES, "n", new Note("1")));

    assertThat(feed.poll(ChronoUnit.FOREVER.getDuration()))
        .containsExactly(note(feed.version(), What.PUT, "", "n"));
    later.join();
  }

  @Test
  void aTableWithTheIdOfAnIndexThatIsGoneHasItsOwnName() throws Exception {
    Index<Note, String> byText = Index.one("by-text", Keys.string(), Note::text);
    memory.put(NOTES.indexedBy(byText), "n", new Note("1"));
    ChangeFeed feed = cairn.maintenance().changesSince(0);
    look(feed);

    cairn.maintenance().forgetIndexes("notes");
    memory.put(PLACES, new Place("here", 1, new UUID(0, 1), Instant.EPOCH, true), new Note("2"));

    assertThat(look(feed))
        .filteredOn(RowChanged.class::isInstance)
        .extracting(change -> ((RowChanged) change).table())
        .containsExactly("places");
  }

  @Test
  void tellsWhatWasStoredAndWhatWasDeleted() throws Exception {
    memory.put(NOTES, "old", new Note("1"));
    ChangeFeed feed = cairn.maintenance().changes();
    long version = feed.version();

    memory.put(NOTES, "new", new Note("2"));
    cairn.memory("alice").put(NOTES, "hers", new Note("3"));
    memory.remove(NOTES, "old");

    assertThat(look(feed))
        .containsExactly(
            note(version + 1, What.PUT, "", "new"),
            note(version + 2, What.PUT, "alice", "hers"),
            note(version + 3, What.DELETED, "", "old"));
    assertThat(feed.version()).isEqualTo(version + 3);
    assertThat(look(feed)).isEmpty();
  }

  @Test
  void whatWasChangedAgainSinceIsNotKnown() throws Exception {
    memory.put(NOTES, "a", new Note("1"));
    ChangeFeed feed = cairn.maintenance().changes();
    long version = feed.version();

    memory.remove(NOTES, "a");
    memory.put(NOTES, "a", new Note("2"));

    assertThat(look(feed))
        .containsExactly(
            note(version + 1, What.CHANGED, "", "a"), note(version + 2, What.PUT, "", "a"));
  }

  @Test
  void waitsForAChange() throws Exception {
    ChangeFeed feed = cairn.maintenance().changes();
    CompletableFuture<List<StoreChange>> taken =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return feed.take();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });
    memory.put(NOTES, "a", new Note("1"));
    assertThat(taken.get(30, java.util.concurrent.TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void keysAreReadable() throws Exception {
    UUID id = new UUID(1, 2);
    ChangeFeed feed = cairn.maintenance().changes();
    memory.put(
        PLACES, new Place("a\"b\n", -5, id, Instant.ofEpochSecond(7, 9), true), new Note("x"));

    RowChanged change = (RowChanged) look(feed).get(0);

    assertThat(change.table()).isEqualTo("places");
    assertThat(change.key()).containsExactly("a\"b\n", -5L, id.toString(), 7L, 9L, true);
    assertThat(change.keyText()).isEqualTo("(\"a\\\"b\\u000a\", -5, " + id + ", 7, 9, true)");
  }

  @Test
  void beginsAtAVersion() throws Exception {
    memory.put(NOTES, "a", new Note("1"));
    long version = cairn.statistics().store().version();
    memory.put(NOTES, "b", new Note("2"));

    assertThat(look(cairn.maintenance().changesSince(version)))
        .containsExactly(note(version + 1, What.PUT, "", "b"));
  }

  @Test
  void saysSinceWhenItDoesNotKnow() throws Exception {
    memory.put(NOTES, "a", new Note("1"));
    memory.put(NOTES, "b", new Note("1"));
    cairn.maintenance().dropNamespace("", ProgressListener.none()); // a commit that names no keys
    long dropped = cairn.statistics().store().version();
    memory.put(NOTES, "c", new Note("1"));

    assertThat(look(cairn.maintenance().changesSince(dropped - 2)))
        .containsExactly(
            new AnythingChanged(dropped - 1, dropped), note(dropped + 1, What.PUT, "", "c"));
  }

  @Test
  void saysHowFarTheLogReachesBack() throws Exception {
    for (int i = 0; i < MANY; i++) {
      memory.put(NOTES, "a", new Note("text " + i));
    }
    long version = cairn.statistics().store().version();

    List<StoreChange> changes = look(cairn.maintenance().changesSince(0));

    AnythingChanged unknown = (AnythingChanged) changes.get(0);
    assertThat(unknown.first()).isEqualTo(1);
    assertThat(unknown.last()).isBetween(version - MANY, version - 1_000);
    assertThat(changes).hasSize((int) (version - unknown.last()) + 1);
    assertThat(changes.get(changes.size() - 1)).isEqualTo(note(version, What.PUT, "", "a"));
  }

  @Test
  void refusesAVersionThatIsNotThereYet() {
    long version = cairn.statistics().store().version();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> cairn.maintenance().changesSince(version + 1))
        .withMessage(
            "since must be a version from 0 to %d, which is the store's: %d"
                .formatted(version, version + 1));
    assertThatIllegalArgumentException().isThrownBy(() -> cairn.maintenance().changesSince(-1));
  }

  @Test
  void endsWithTheStore() {
    ChangeFeed feed = cairn.maintenance().changes();
    cairn.close();
    assertThatExceptionOfType(StoreClosedException.class).isThrownBy(feed::take);
  }
}
