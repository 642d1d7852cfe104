package dev.cairn.repositories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.EmbeddingException;
import dev.cairn.Memory;
import dev.cairn.documents.Embedder;
import dev.cairn.documents.SearchRequest;
import dev.cairn.internal.documents.DocumentTables;
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
  private final Letters letters = new Letters("letters");

  /** An embedder that counts letters, and the texts that it was given. */
  private static final class Letters implements Embedder {
    private final String name;
    private int texts;
    private int most = Integer.MAX_VALUE;

    Letters(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
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
        if (text.contains("unspeakable")) {
          throw new IllegalArgumentException("no such word");
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

  @Test
  void aFileThatTheEmbedderRefusesIsFoundByItsWordsAndHoldsUpNoOther() {
    SourceFiles files = new SourceFiles(directory.resolve("tree")).writeMany(20, new Random(1));
    files.write("gone.txt", "gone soon");
    try (Cairn cairn = open()) {
      Repositories repositories = cairn.memory().repositories();
      repositories.sync(files.root());
      files.write("a.txt", "an unspeakable word").write("b.txt", "zzz zz").delete("gone.txt");

      SyncReport report = repositories.sync(files.root());

      assertThat(report.added()).containsExactlyInAnyOrder("a.txt", "b.txt");
      assertThat(report.deleted()).containsExactly("gone.txt");
      assertThat(report.failed())
          .singleElement()
          .satisfies(failed -> assertThat(failed.path()).isEqualTo("a.txt"))
          .satisfies(failed -> assertThat(failed.reason()).contains("no such word"));
      SearchRequest words = SearchRequest.of("unspeakable", 1).byWords();
      assertThat(repositories.search("tree", words).get(0).path()).isEqualTo("a.txt");
      assertThat(repositories.search("tree", "zzzzzz", 1).get(0).path()).isEqualTo("b.txt");
      assertThat(cairn.memory().documents("repository:tree").check()).isEmpty();
      long version = cairn.memory().version();
      assertThat(repositories.sync(files.root()).failed()).hasSize(1);
      assertThat(cairn.memory().version()).as("nothing new is stored").isEqualTo(version);

      files.write("a.txt", "a plain word");
      assertThat(repositories.sync(files.root()).failed()).isEmpty();
    }
  }

  @Test
  void aRepositoryThatLostItsVectorsIsEmbeddedAgain() {
    SourceFiles files = new SourceFiles(directory.resolve("tree")).writeMany(20, new Random(1));
    try (Cairn cairn = open()) {
      Memory memory = cairn.memory();
      memory.repositories().sync(files.root());
      memory
          .repository((transactor, clock) -> transactor)
          .write(tx -> tx.remove(DocumentTables.COLLECTIONS, "repository:tree"));
      memory.documents("repository:tree").rebuild();
      assertThat(memory.documents("repository:tree").embedder()).isEmpty();

      memory.repositories().sync(files.root());

      assertThat(memory.documents("repository:tree").embedder()).contains("letters");
      assertThat(memory.checkDocuments()).isEmpty();
    }
  }

  @Test
  void aRepositoryThatWasEmbeddedAnewIsNotStoredAgain() {
    SourceFiles files = new SourceFiles(directory.resolve("tree")).writeMany(20, new Random(1));
    Letters second = new Letters("other letters");
    try (Cairn cairn = open()) {
      Repositories repositories = cairn.memory().repositories();
      repositories.sync(files.root());
      cairn.memory().documents("repository:tree").reembed(second).join();
      int embedded = second.texts;
      long version = cairn.memory().version();

      assertThat(repositories.sync(files.root()).unchanged()).isEqualTo(20);

      assertThat(cairn.memory().version()).isEqualTo(version);
      repositories.sync(files.root(), SyncOptions.defaults().force());
      assertThat(second.texts).isEqualTo(embedded);
    }
  }
}
