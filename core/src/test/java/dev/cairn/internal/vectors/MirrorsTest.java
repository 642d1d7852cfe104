package dev.cairn.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.internal.engine.Stores;
import dev.cairn.internal.lmdb.LmdbEngine;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.postings.Selection;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.internal.table.OpenStore.Note;
import dev.cairn.table.Transaction;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests that mirrors follow the store, whatever the version that a search sees and however much has
 * changed, and that they take little memory.
 */
class MirrorsTest {
  private static final int DIMENSION = 384;
  private static final int COLLECTION = 1;
  private static final int MOST_BYTES_OF_A_VECTOR = 64;

  /** More than a search scores one by one, and more than fit into one row of the change log. */
  private static final int MANY = 6000;

  private final Mirrors mirrors = new Mirrors(1 << 26);
  private final VectorIndex index = new VectorIndex(mirrors, DIMENSION);
  private final Clusters clusters = new Clusters(DIMENSION);
  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.over(LmdbEngine.open(directory, Stores.relaxed()));
  }

  @AfterEach
  void close() {
    mirrors.close();
    store.close();
  }

  /** Stores one vector of each of many clusters. */
  private void put(int collection, long from, long to) {
    store.write(
        tx -> {
          for (long passage = from; passage < to; passage++) {
            index.put(tx, collection, passage, clusters.member(passage, 0));
          }
        });
  }

  private List<Long> near(Transaction tx, long cluster) {
    return Clusters.near(index.search(tx, COLLECTION, clusters.middle(cluster), 10, null));
  }

  private List<Long> near(long cluster) {
    return store.here.read(tx -> near(tx, cluster));
  }

  @Test
  void aVectorTakesAtMost64Bytes() {
    put(COLLECTION, 0, MANY);
    assertThat(near(17)).containsExactly(17L);
    assertThat(mirrors.bytes()).isPositive().isLessThan(MANY * MOST_BYTES_OF_A_VECTOR);
    for (long passage = MANY; passage < MANY + 50; passage++) { // one by one
      put(COLLECTION, passage, passage + 1);
      assertThat(near(passage)).containsExactly(passage);
    }
    assertThat(mirrors.bytes()).isLessThan((MANY + 50) * MOST_BYTES_OF_A_VECTOR);
  }

  @Test
  void ofManyVectorsASmallPartIsAccepted() {
    put(COLLECTION, 0, 8000);
    PassageSet ninth =
        PassageSet.of(LongStream.range(0, 9000).filter(passage -> passage % 9 == 0).toArray());
    for (long passage = 0; passage < 8000; passage += 500) {
      float[] query = clusters.middle(passage);
      List<Scored> found = store.here.read(tx -> index.search(tx, COLLECTION, query, 10, ninth));
      assertThat(found).hasSize(10).allMatch(scored -> ninth.contains(scored.passage()));
      assertThat(Clusters.near(found)).isEqualTo(passage % 9 == 0 ? List.of(passage) : List.of());
    }
  }

  @Test
  void removedVectorsGiveTheirMemoryBack() {
    put(COLLECTION, 0, MANY);
    assertThat(near(3)).containsExactly(3L);
    long full = mirrors.bytes();
    for (long from = 0; from < MANY; from += 500) {
      long begin = from;
      store.write(
          tx ->
              LongStream.range(begin, begin + 500)
                  .filter(passage -> passage % 5 != 0)
                  .forEach(passage -> index.remove(tx, COLLECTION, passage)));
      assertThat(near(begin + 3)).isEmpty();
      assertThat(near(begin + 5)).containsExactly(begin + 5);
    }
    long remembered = MirrorState.REMEMBERED * 2L * Long.BYTES;
    assertThat(mirrors.bytes() - remembered).isLessThan(full / 4);
  }

  @Test
  void theMirrorsThatWereNotUsedForLongestMakeRoom() {
    Mirrors small = new Mirrors(MANY * 3L * MOST_BYTES_OF_A_VECTOR / 2);
    VectorIndex bounded = new VectorIndex(small, DIMENSION);
    for (int collection = 1; collection <= 3; collection++) {
      put(collection, 0, MANY);
    }
    for (int round = 0; round < 2; round++) {
      for (int collection = 1; collection <= 3; collection++) {
        int searched = collection;
        List<Scored> found =
            store.here.read(tx -> bounded.search(tx, searched, clusters.middle(40), 5, null));
        assertThat(Clusters.near(found)).containsExactly(40L);
        assertThat(small.bytes()).isPositive().isLessThan(MANY * 3L * MOST_BYTES_OF_A_VECTOR / 2);
      }
    }
    assertThatIllegalArgumentException().isThrownBy(() -> new Mirrors(0));
  }

  @Test
  void closingLetsGoOfAllMemory() {
    put(COLLECTION, 0, MANY);
    assertThat(near(3)).containsExactly(3L);
    mirrors.close();
    assertThat(mirrors.bytes()).isZero();
    assertThat(near(3)).containsExactly(3L); // a search that was under way goes on without
    assertThat(mirrors.bytes()).isZero();
  }

  @Test
  void aCommitWithTooManyKeysForTheLogIsFollowed() {
    put(COLLECTION, 0, MANY);
    assertThat(near(17)).containsExactly(17L);
    store.write(
        tx -> {
          for (long passage = 0; passage < MANY; passage++) {
            if (passage % 2 == 0) {
              index.remove(tx, COLLECTION, passage);
            } else {
              index.put(tx, COLLECTION, passage, clusters.member(passage + 1, 1));
            }
          }
          assertThat(near(tx, 17)).isEmpty();
          assertThat(near(tx, 18)).containsExactly(17L);
        });
    assertThat(near(17)).isEmpty();
    assertThat(near(18)).containsExactly(17L);
  }

  @Test
  void aMirrorThatIsFurtherBehindThanTheLogReachesFollows() {
    put(COLLECTION, 0, MANY);
    assertThat(near(17)).containsExactly(17L);
    store.write(tx -> index.remove(tx, COLLECTION, 17));
    for (int passage = 0; passage < 1100; passage++) { // the log reaches back 1,024 versions
      put(COLLECTION + 1, passage, passage + 1);
    }
    assertThat(near(17)).isEmpty();
    assertThat(near(18)).containsExactly(18L);
  }

  /**
   * A search that began before changes which the mirror knows already finds the vectors as they
   * were.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 100, 1000})
  void anEarlierSnapshotFindsWhatItSees(int changes) {
    put(COLLECTION, 0, MANY);
    assertThat(near(17)).containsExactly(17L);
    store.here.read(
        tx -> {
          elsewhere(
              () -> {
                move(17, MANY + 17);
                store.write(
                    write ->
                        LongStream.range(18, 17 + changes)
                            .forEach(removed -> index.remove(write, COLLECTION, removed)));
                put(COLLECTION, MANY + 1, MANY + 2);
                assertThat(near(17)).isEmpty();
                assertThat(near(MANY + 17)).containsExactly(17L);
                assertThat(near(18)).isEqualTo(changes > 1 ? List.of() : List.of(18L));
                assertThat(near(MANY + 1)).containsExactly(MANY + 1L);
              });
          assertThat(near(tx, 17)).containsExactly(17L);
          assertThat(near(tx, 18)).containsExactly(18L);
          assertThat(near(tx, MANY + 17)).isEmpty();
          assertThat(near(tx, MANY + 1)).isEmpty();
          elsewhere(() -> move(17, 17));
          elsewhere(() -> assertThat(near(17)).containsExactly(17L));
          assertThat(near(tx, 17)).containsExactly(17L);
          assertThat(near(tx, MANY + 17)).isEmpty();
          return "";
        });
  }

  private void move(long passage, long cluster) {
    store.write(tx -> index.put(tx, COLLECTION, passage, clusters.member(cluster, 0)));
  }

  @Test
  void anEarlierSnapshotThanTheMirrorRemembersFindsWhatItSees() {
    int rows = 3 * MirrorState.REMEMBERED;
    int moved = 20;
    put(COLLECTION, 0, rows);
    assertThat(near(17)).containsExactly(17L);
    store.here.read(
        tx -> {
          elsewhere(
              () -> {
                for (long passage = 0; passage < moved; passage++) {
                  move(passage, rows + passage);
                }
                for (long from = moved; from < moved + MirrorState.REMEMBERED; from += 512) {
                  long begin = from; // all that are remembered
                  store.write(
                      write ->
                          LongStream.range(begin, begin + 512)
                              .forEach(
                                  passage ->
                                      index.put(
                                          write,
                                          COLLECTION,
                                          passage,
                                          clusters.member(passage, 1))));
                  assertThat(near(begin)).containsExactly(begin);
                }
                assertThat(near(17)).isEmpty();
              });
          for (long passage = 0; passage < moved; passage++) {
            assertThat(near(tx, passage)).containsExactly(passage);
          }
          return "";
        });
  }

  private static void elsewhere(Runnable action) {
    CompletableFuture.runAsync(action).join();
  }

  @Test
  void anEarlierSnapshotFindsWhatItSeesAfterTheMirrorWasMadeAnew() {
    put(COLLECTION, 0, MANY);
    store.here.read(
        tx -> {
          assertThat(near(tx, 17)).containsExactly(17L);
          elsewhere(
              () -> {
                store.write(
                    write -> {
                      for (long passage = 0; passage < MANY; passage++) {
                        index.remove(write, COLLECTION, passage);
                      }
                    });
                assertThat(near(17)).isEmpty();
              });
          assertThat(near(tx, 17)).containsExactly(17L);
          return "";
        });
  }

  @Test
  void whatOthersWriteMakesNoSearchReadAllVectorsWhereTheStampTellsThatNoneHasChanged() {
    put(COLLECTION, 0, MANY);
    assertThat(near(MANY, "before")).isEmpty();
    move(17, MANY); // without a new stamp: only a search that reads all vectors would find it
    for (int i = 0; i < 2000; i++) {
      Note note = Note.of("note " + i);
      store.write(tx -> tx.put(OpenStore.PLAIN, "foreign", note));
    }
    assertThat(near(MANY, "before")).isEmpty();
    assertThat(near(18, "before")).containsExactly(18L);
    move(18, MANY + 1);
    assertThat(near(MANY + 1, "after")).containsExactly(18L);
    for (int i = 0; i < 2000; i++) {
      Note note = Note.of("note " + i);
      store.write(tx -> tx.put(OpenStore.PLAIN, "foreign", note));
    }
    assertThat(near(MANY, "later")).containsExactly(17L);
    assertThat(near(MANY + 1, "later")).containsExactly(18L);
  }

  private List<Long> near(long cluster, String stamp) {
    float[] query = clusters.middle(cluster);
    return Clusters.near(
        store.here.read(tx -> index.search(tx, COLLECTION, query, 10, Selection.ALL, stamp)));
  }
}
