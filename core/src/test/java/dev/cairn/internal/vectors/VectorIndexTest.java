package dev.cairn.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.IncompatibleRecordException;
import dev.cairn.internal.postings.PassageSet;
import dev.cairn.internal.postings.Scored;
import dev.cairn.internal.table.OpenStore;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that a search finds the vectors that its transaction sees, the nearest first. */
class VectorIndexTest {
  private static final int DIMENSION = 100;

  /** So many that a search does not score all of them. */
  private static final int CLUSTERS = 300;

  private static final int MEMBERS = 8;
  private static final int COLLECTION = 3;

  private final Mirrors mirrors = new Mirrors(1 << 26);
  private final VectorIndex index = new VectorIndex(mirrors, DIMENSION);
  private final Clusters clusters = new Clusters(DIMENSION);
  private OpenStore store;

  @BeforeEach
  void open(@TempDir Path directory) {
    store = OpenStore.in(directory);
  }

  @AfterEach
  void close() {
    mirrors.close();
    store.close();
  }

  /** Returns the number of a passage in its collection, whose clusters are not in their order. */
  private static long passage(long cluster, long member) {
    return 1 + member * CLUSTERS + cluster;
  }

  private void fill(Transactor at, VectorIndex filled, Clusters source) {
    at.write(
        tx -> {
          for (int cluster = 0; cluster < CLUSTERS; cluster++) {
            for (int member = 0; member < MEMBERS; member++) {
              long passage = passage(cluster, member);
              filled.put(tx, COLLECTION, passage, source.member(cluster, member));
            }
          }
          return "";
        });
  }

  private void fill() {
    fill(store.here, index, clusters);
  }

  private List<Scored> search(Transaction tx, float[] query, int k) {
    return index.search(tx, COLLECTION, query, k, null);
  }

  private List<Long> near(long cluster) {
    return near(cluster, MEMBERS);
  }

  private List<Long> near(long cluster, int k) {
    return store.here.read(tx -> Clusters.near(search(tx, clusters.middle(cluster), k)));
  }

  private List<Long> near(Transactor at, int collection) {
    float[] query = clusters.middle(5);
    return at.read(tx -> Clusters.near(index.search(tx, collection, query, 10, null)));
  }

  private List<Scored> search(float[] query, int k) {
    return store.here.read(tx -> search(tx, query, k));
  }

  private boolean remove(long passage) {
    return store.here.write(tx -> index.remove(tx, COLLECTION, passage));
  }

  private static List<Long> members(long cluster, int count) {
    return LongStream.range(0, count).mapToObj(member -> passage(cluster, member)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 100, 128, 384, 400})
  void findsWhatAnExactSearchFindsAndInItsOrder(int dimension) {
    VectorIndex any = new VectorIndex(mirrors, dimension);
    Clusters source = new Clusters(dimension);
    fill(store.here, any, source);
    for (int cluster = 0; cluster < CLUSTERS; cluster += 7) {
      float[] query = source.member(cluster, MEMBERS);
      store.here.read(
          tx -> {
            List<Scored> exact = Clusters.exact(tx, COLLECTION, query, MEMBERS);
            List<Scored> found = any.search(tx, COLLECTION, query, MEMBERS, null);
            assertThat(exact).hasSize(MEMBERS);
            assertThat(found)
                .extracting(Scored::passage)
                .isEqualTo(exact.stream().map(Scored::passage).toList());
            for (int i = 0; i < MEMBERS; i++) {
              assertThat(found.get(i).score()).isCloseTo(exact.get(i).score(), within(1e-5));
            }
            return "";
          });
    }
  }

  @Test
  void scoresAreCosinesWhateverTheLengths() {
    VectorIndex two = new VectorIndex(mirrors, 2);
    store.write(
        tx -> {
          two.put(tx, 1, 10, new float[] {300, 0});
          two.put(tx, 1, 11, new float[] {0, -0.001f});
          two.put(tx, 1, 12, new float[] {-1e-20f, 0});
          two.put(tx, 1, 13, new float[] {0, 1e30f});
        });
    List<Scored> found =
        store.here.read(tx -> two.search(tx, 1, new float[] {5e-21f, 5e-21f}, 10, null));
    assertThat(found).extracting(Scored::passage).containsExactly(10L, 13L, 11L, 12L);
    double diagonal = Math.sqrt(0.5);
    assertThat(found.get(0).score()).isCloseTo(diagonal, within(1e-6));
    assertThat(found.get(3).score()).isCloseTo(-diagonal, within(1e-6));
  }

  @Test
  void refusesVectorsThatHaveNoDirectionAndSaysWhy() {
    store.write(
        tx -> {
          float[] vector = clusters.middle(1);
          vector[7] = Float.NaN;
          assertThatIllegalArgumentException()
              .isThrownBy(() -> index.put(tx, COLLECTION, 1, vector))
              .withMessageContaining("NaN at position 7");
          vector[7] = Float.NEGATIVE_INFINITY;
          assertThatIllegalArgumentException()
              .isThrownBy(() -> index.put(tx, COLLECTION, 1, vector))
              .withMessageContaining("-Infinity at position 7");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> search(tx, vector, 1))
              .withMessageContaining("query has the component -Infinity");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> index.put(tx, COLLECTION, 1, new float[DIMENSION]))
              .withMessageContaining("only zeros");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> index.put(tx, COLLECTION, 1, new float[] {1}))
              .withMessageContaining("has 1 components")
              .withMessageContaining("100");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> index.put(tx, COLLECTION, 1, null))
              .withMessageContaining("vector is null");
          assertThatIllegalArgumentException()
              .isThrownBy(() -> search(tx, clusters.middle(1), 0))
              .withMessageContaining("k must be positive: 0");
          assertThat(search(tx, clusters.middle(1), 10)).isEmpty();
        });
    assertThatIllegalArgumentException().isThrownBy(() -> new VectorIndex(mirrors, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> new VectorIndex(mirrors, 1 << 20));
  }

  @Test
  void aCollectionOfAnotherDimensionIsRefused() {
    fill();
    VectorIndex other = new VectorIndex(mirrors, 64);
    assertThatThrownBy(
            () ->
                store.here.read(
                    tx -> other.search(tx, COLLECTION, new Clusters(64).middle(1), 10, null)))
        .isInstanceOf(IncompatibleRecordException.class)
        .hasMessageContaining("collection 3 has 100 components where 64 are expected");
  }

  @Test
  void aReplacedVectorIsFoundWhereItIsNowAndARemovedOneNowhere() {
    fill();
    assertThat(near(5)).isEqualTo(members(5, MEMBERS));
    long moved = passage(5, MEMBERS - 1);
    store.write(tx -> index.put(tx, COLLECTION, moved, clusters.member(6, MEMBERS)));
    assertThat(near(5)).isEqualTo(members(5, MEMBERS - 1));
    assertThat(near(6, 20)).contains(moved).hasSize(MEMBERS + 1);
    assertThat(remove(moved)).isTrue();
    assertThat(remove(moved)).isFalse();
    assertThat(near(6)).isEqualTo(members(6, MEMBERS));
  }

  @Test
  void aWriteSeesItsOwnChanges() {
    fill();
    changeAndSearch(); // with no mirror yet
    assertThat(near(5)).isEqualTo(members(5, MEMBERS));
    changeAndSearch();
    assertThat(near(5)).isEqualTo(members(5, MEMBERS));
    store.write(tx -> index.remove(tx, COLLECTION, passage(5, 0))); // which no search has seen
    changeAndSearch();
    assertThat(near(5)).isEqualTo(members(5, MEMBERS).subList(1, MEMBERS));
  }

  /** Makes changes, looks whether they are seen, and takes them back. */
  private void changeAndSearch() {
    RuntimeException undo = new RuntimeException("undo");
    assertThatThrownBy(
            () ->
                store.write(
                    tx -> {
                      long added = passage(5, MEMBERS);
                      index.put(tx, COLLECTION, added, clusters.member(5, MEMBERS));
                      index.put(tx, COLLECTION, passage(5, 1), clusters.member(6, MEMBERS));
                      index.remove(tx, COLLECTION, passage(5, 2));
                      float[] query = clusters.middle(5);
                      assertThat(Clusters.near(search(tx, query, MEMBERS)))
                          .isEqualTo(Clusters.near(Clusters.exact(tx, COLLECTION, query, MEMBERS)))
                          .contains(added)
                          .doesNotContain(passage(5, 1), passage(5, 2));
                      throw undo;
                    }))
        .isSameAs(undo);
  }

  @Test
  void findsOnlyWhatIsAccepted() {
    fill();
    PassageSet few = PassageSet.of(passage(5, 1), passage(5, 3), passage(9, 1), 1_000_000);
    PassageSet many =
        PassageSet.of(
            LongStream.rangeClosed(1, (long) MEMBERS * CLUSTERS)
                .filter(passage -> passage % 2 == 0)
                .toArray());
    assertThat(many.size()).isGreaterThan(1000); // more than a search scores one by one
    store.here.read(
        tx -> {
          float[] query = clusters.middle(5);
          assertThat(Clusters.near(index.search(tx, COLLECTION, query, MEMBERS, few)))
              .containsExactly(passage(5, 1), passage(5, 3));
          assertThat(Clusters.near(index.search(tx, COLLECTION, query, MEMBERS, many)))
              .isNotEmpty()
              .isEqualTo(members(5, MEMBERS).stream().filter(p -> p % 2 == 0).toList());
          assertThat(index.search(tx, COLLECTION, query, MEMBERS, PassageSet.of())).isEmpty();
          return "";
        });
    store.write( // where there are changes besides
        tx -> {
          index.put(tx, COLLECTION, 5000, clusters.member(5, 100));
          index.put(tx, COLLECTION, 5001, clusters.member(5, 101));
          PassageSet accepted = many.or(PassageSet.of(5000));
          assertThat(Clusters.near(index.search(tx, COLLECTION, clusters.middle(5), 20, accepted)))
              .contains(5000L)
              .doesNotContain(5001L);
        });
  }

  @Test
  void collectionsAndNamespacesKnowNothingOfEachOther() {
    fill();
    Transactor alice = store.in("alice");
    alice.write(
        tx -> {
          index.put(tx, COLLECTION, 1, clusters.member(5, 50));
          index.put(tx, COLLECTION + 1, 2, clusters.member(5, 51));
          return "";
        });
    assertThat(near(5)).isEqualTo(members(5, MEMBERS));
    assertThat(near(alice, COLLECTION)).containsExactly(1L);
    assertThat(near(alice, COLLECTION + 1)).containsExactly(2L);
    assertThat(near(store.here, COLLECTION + 1)).isEmpty();
  }

  @Test
  void moreThanThereAreAreAllThereAre() {
    fill();
    List<Scored> all = search(clusters.middle(5), 1_000_000);
    assertThat(all).hasSize(CLUSTERS * MEMBERS);
    assertThat(all.stream().mapToDouble(Scored::score).map(score -> -score).toArray()).isSorted();
    assertThat(search(clusters.middle(5), Integer.MAX_VALUE)).isEqualTo(all);
  }

  @Test
  void ofEqualVectorsTheLowestNumbersAreFound() {
    store.write(
        tx -> {
          for (long passage = 5000; passage > 0; passage--) {
            index.put(tx, COLLECTION, passage, clusters.middle(1));
          }
        });
    assertThat(search(clusters.middle(1), 5))
        .extracting(Scored::passage)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
  }
}
