package dev.cairn.internal.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.table.OpenStore;
import dev.cairn.survival.Effort;
import dev.cairn.testing.OtherJvm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that threads and processes which change vectors and search them at once find in each
 * snapshot what an exact search of it finds, and each vector whose write was acknowledged before.
 */
@Tag("slow")
class VectorSharingTest {
  static final int COLLECTION = 1;
  static final int DIMENSION = 128;

  /** A collection that only makes commits, some of them too large for the change log. */
  private static final int OTHER = 2;

  private static final int OTHER_ROWS = 6000;

  /** Vectors that stay, so many that a search does not score all of them. */
  private static final int OTHER_CLUSTERS = 3000;

  private static final int ROUNDS = Effort.of(120, 1_000);

  private final Mirrors mirrors = new Mirrors(1 << 26);
  private final VectorIndex index = new VectorIndex(mirrors, DIMENSION);
  private final Clusters clusters = new Clusters(DIMENSION);
  private OpenStore store;
  private Path directory;

  @BeforeEach
  void open(@TempDir Path directory) {
    this.directory = directory;
    store = OpenStore.in(directory);
    store.write(
        tx -> {
          for (int i = 0; i < OTHER_CLUSTERS; i++) {
            index.put(tx, COLLECTION, 1_000_000L + i, clusters.member(1_000_000L + i, 0));
          }
        });
  }

  @AfterEach
  void close() {
    mirrors.close();
    store.close();
  }

  @Test
  void everySearchOfAnyThreadAndProcessFindsWhatItsSnapshotHas() {
    try (OtherJvm first = OtherJvm.small(VectorAgent.class, directory);
        OtherJvm second = OtherJvm.small(VectorAgent.class, directory)) {
      AtomicBoolean done = new AtomicBoolean();
      CompletableFuture<Void> commits = CompletableFuture.runAsync(() -> commit(done));
      first.send("run", 1, ROUNDS);
      second.send("run", 2, ROUNDS);
      List<CompletableFuture<Void>> agents = new ArrayList<>();
      for (int agent = 3; agent <= 5; agent++) {
        VectorAgent mine = new VectorAgent(store, index, agent);
        agents.add(CompletableFuture.runAsync(() -> mine.run(ROUNDS)));
      }
      try {
        agents.forEach(CompletableFuture::join);
        assertThat(first.line()).isEqualTo("done");
        assertThat(second.line()).isEqualTo("done");
      } finally {
        done.set(true);
        commits.join();
      }
    }
  }

  /** Commits until it is told to end; every hundredth commit is too large for the change log. */
  private void commit(AtomicBoolean done) {
    for (int i = 0; !done.get(); i++) {
      int count = i % 100 == 99 ? OTHER_ROWS : 1;
      int round = i;
      store.write(
          tx -> {
            for (int row = 0; row < count; row++) {
              index.put(tx, OTHER, row, new Clusters(DIMENSION).member(row, round));
            }
          });
    }
  }

  @Test
  void theNextSearchFindsWhatAnotherProcessHasStored() {
    try (OtherJvm other = OtherJvm.small(VectorAgent.class, directory)) {
      for (long passage = 0; passage < 100; passage++) {
        other.expect("true", "put", passage, passage);
        assertThat(near(passage)).containsExactly(passage);
        if (passage % 3 == 0) {
          other.expect("true", "remove", passage, passage);
          assertThat(near(passage)).isEmpty();
        }
      }
    }
  }

  private List<Long> near(long cluster) {
    float[] query = clusters.middle(cluster);
    return store.here.read(tx -> Clusters.near(index.search(tx, COLLECTION, query, 10, null)));
  }
}
