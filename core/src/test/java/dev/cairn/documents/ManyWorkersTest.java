package dev.cairn.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that ten workers add a hundred documents and make two hundred searches at once. */
class ManyWorkersTest {
  private static final int WORKERS = 10;
  private static final int ADDED = 100;
  private static final int SEARCHES = 200;

  @Test
  void nothingIsLostAndEachFindsWhatWasAdded(@TempDir Path directory)
      throws InterruptedException, ExecutionException {
    CairnOptions options = CairnOptions.defaults().withEmbedder(new HashedWords("hashed"));
    ExecutorService workers = Executors.newFixedThreadPool(WORKERS);
    try (Cairn cairn = Cairn.open(directory, options)) {
      Documents documents = cairn.memory().documents("shared");
      List<Callable<List<Hit>>> calls = new ArrayList<>();
      for (int i = 0; i < ADDED; i++) {
        String id = "d" + i;
        String text = "the report of topic" + i;
        calls.add(
            () -> {
              documents.addOrReplace(id, text, Metadata.of("kind", "report"));
              return found(documents.search(text, 1), id);
            });
        for (int search = 0; search < SEARCHES / ADDED; search++) {
          calls.add(() -> documents.search("report", 5));
        }
      }
      for (Future<List<Hit>> each : workers.invokeAll(calls)) {
        assertThat(each.get()).allMatch(hit -> hit.document().text().startsWith("the report"));
      }
      assertThat(documents.count()).isEqualTo(ADDED);
      assertThat(documents.check()).isEmpty();
      assertThat(documents.search("report", ADDED)).hasSize(ADDED);
    } finally {
      workers.shutdownNow();
    }
  }

  private static List<Hit> found(List<Hit> hits, String id) {
    assertThat(hits).extracting(hit -> hit.document().id()).containsExactly(id);
    return hits;
  }
}
