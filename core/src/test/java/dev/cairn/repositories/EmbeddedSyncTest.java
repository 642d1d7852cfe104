package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.EmbeddingException;
import dev.cairn.documents.Embedder;
import dev.cairn.progress.OperationState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sync embeds what is new and changed, and nothing else. */
class EmbeddedSyncTest {
  @TempDir Path directory;
  private final Letters letters = new Letters();

  /** An embedder that counts letters, and the texts that it was given. */
  private static final class Letters implements Embedder {
    private int texts;
    private int most = Integer.MAX_VALUE;

    @Override
    public String name() {
      return "letters";
    }

    @Override
    public int dimension() {
      return 1 + 'z' - 'a';
    }

    @Override
    public synchronized List<float[]> embed(List<String> all) {
      List<float[]> vectors = new ArrayList<>();
      for (String text : all) {
        if (++texts > most) {
          throw new IllegalStateException("no more letters");
        }
        float[] vector = new float[dimension()];
        vector[0] = 0.01f;
        text.chars().filter(c -> c >= 'a' && c <= 'z').forEach(c -> vector[c - 'a']++);
        vectors.add(vector);
      }
      return vectors;
    }
  }

  private Cairn open() {
    return Cairn.open(directory.resolve("store"), CairnOptions.defaults().withEmbedder(letters));
  }

  @Test
  void aFileIsEmbeddedAgainOnlyIfItChanged() {
    SourceFiles files = new SourceFiles(directory.resolve("tree")).writeMany(50, new Random(1));
    try (Cairn cairn = open()) {
      Repositories repositories = cairn.memory().repositories();
      assertThat(repositories.sync(files.root()).added()).hasSize(50);
      int first = letters.texts;
      assertThat(first).isGreaterThanOrEqualTo(50);
      assertThat(repositories.sync(files.root()).unchanged()).isEqualTo(50);
      assertThat(letters.texts).isEqualTo(first);
      files.write("one.txt", "zzz zz");
      repositories.sync(files.root());
      assertThat(letters.texts).isEqualTo(first + 1);
      assertThat(repositories.search("tree", "zzzzzz", 1).get(0).path()).isEqualTo("one.txt");
    }
  }

  /** Such as {@code cairn sync}, beside an agent with an embedder. */
  @Test
  void filesThatWereSyncedWithoutAnEmbedderAreEmbeddedByTheNextSyncWithOne() {
    SourceFiles files = new SourceFiles(directory.resolve("tree")).writeMany(20, new Random(1));
    Path store = directory.resolve("store");
    try (Cairn cairn = Cairn.open(store)) {
      SyncReport first = cairn.memory().repositories().sync(files.root());
      assertThat(first.added()).hasSize(20);
      assertThat(first.missingEmbedder()).isEmpty();
    }
    try (Cairn cairn = open()) {
      assertThat(cairn.memory().repositories().sync(files.root()).unchanged()).isEqualTo(20);
      assertThat(letters.texts).isGreaterThanOrEqualTo(20);
    }
    files.write("one.txt", "zzz zz");
    try (Cairn cairn = Cairn.open(store)) {
      SyncReport second = cairn.memory().repositories().sync(files.root());
      assertThat(second.added()).containsExactly("one.txt");
      assertThat(second.unchanged()).isEqualTo(20);
      assertThat(second.missingEmbedder()).contains("letters");
    }
    int before = letters.texts;
    try (Cairn cairn = open()) {
      Repositories repositories = cairn.memory().repositories();
      SyncReport third = repositories.sync(files.root());
      assertThat(third.unchanged()).isEqualTo(21);
      assertThat(third.missingEmbedder()).isEmpty();
      assertThat(letters.texts).isEqualTo(before + 1);
      assertThat(repositories.search("tree", "zzzzzz", 1).get(0).path()).isEqualTo("one.txt");
      long version = cairn.memory().version();
      repositories.sync(files.root());
      assertThat(cairn.memory().version()).isEqualTo(version);
    }
  }

  @Test
  void aSyncThatTheEmbedderEndsGoesOnWhereItWas() {
    SourceFiles files = new SourceFiles(directory.resolve("tree")).writeMany(60, new Random(1));
    letters.most = 30;
    try (Cairn cairn = open()) {
      Repositories repositories = cairn.memory().repositories();
      assertThatExceptionOfType(EmbeddingException.class)
          .isThrownBy(() -> repositories.sync(files.root()));
      assertThat(cairn.memory().progress().list().get(0).state()).isEqualTo(OperationState.FAILED);
      letters.most = Integer.MAX_VALUE;
      SyncReport resumed = repositories.sync(files.root());
      assertThat(resumed.unchanged()).isPositive();
      assertThat(resumed.added().size() + resumed.unchanged()).isEqualTo(60);
    }
  }
}
