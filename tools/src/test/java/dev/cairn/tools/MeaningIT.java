package dev.cairn.tools;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import dev.cairn.documents.Embedder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests that the command finds texts by their meaning where they are embedded, and by their words
 * elsewhere; and that {@code cairn reindex} makes the indexes of documents anew, and embeds them.
 */
class MeaningIT {
  /** Shares no word with {@link #FILE}, and means the same. */
  private static final String QUESTION = "automobile";

  private static final String FILE = "The car is in the garage.\n";

  /** An embedder that the command does not have. */
  private record Other(String name) implements Embedder {
    @Override
    public int dimension() {
      return 2;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      return texts.stream().map(text -> new float[] {1, text.length()}).toList();
    }
  }

  @TempDir private Path directory;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectory(directory.resolve("shop"));
    Files.writeString(directory.resolve("shop/notes.txt"), FILE);
  }

  private Launched.Result search(Map<String, String> variables, String question) {
    ProcessBuilder builder =
        Launched.builder(
            directory,
            List.of(Launched.launcher().toString(), "search", question, "--repo", "shop"));
    builder.environment().putAll(variables);
    return Launched.run(builder, "");
  }

  @Test
  void aSyncEmbedsIfItIsToldTo() {
    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      cairn.memory().repositories().sync(directory.resolve("shop"));
    }
    Launched.run(directory, "sync", "shop", "--embed").succeeded();
    assertThat(search(Map.of(), QUESTION).succeeded().out()).startsWith("notes.txt:1-");

    Launched.Result words = search(Map.of("CAIRN_EMBEDDER", "none"), QUESTION);
    assertThat(words.code()).isZero();
    assertThat(words.out()).isEqualTo("nothing found\n");
    assertThat(words.err()).contains("all-minilm-l6-v2-q", "searched by words alone");
  }

  @Test
  void anImportEmbedsWhatComesIfItIsToldTo() throws IOException {
    Files.createDirectory(directory.resolve("vault"));
    Files.writeString(directory.resolve("vault/car.md"), "---\ntitle: car\n---\n" + FILE);
    Launched.run(directory, "import", "vault", "--dry-run", "--embed").succeeded();
    assertThat(directory.resolve("cairn-store")).doesNotExist();
    Launched.run(directory, "import", "vault", "--embed").succeeded();
    assertThat(Launched.run(directory, "import", "vault", "--embed").succeeded().out())
        .contains("0 added, 1 known");

    try (Cairn cairn = Cairn.open(directory.resolve("cairn-store"))) {
      assertThat(cairn.memory().documents("notes").embedder()).contains("all-minilm-l6-v2-q/4");
      assertThat(cairn.memory().checkDocuments()).isEmpty();
    }
  }

  @Test
  void vectorsOfAnotherEmbedderAreNoFailure() {
    try (Cairn cairn =
        Cairn.open(
            directory.resolve("cairn-store"),
            CairnOptions.defaults().withEmbedder(new Other("other")))) {
      cairn.memory().repositories().sync(directory.resolve("shop"));
    }
    Launched.Result found = search(Map.of(), "garage");
    assertThat(found.code()).isZero();
    assertThat(found.out()).startsWith("notes.txt:1-");
    assertThat(found.err()).contains("vectors of embedder 'other'", "searched by words alone");
    assertThat(Launched.run(directory, "sync", "shop", "--embed").succeeded().out())
        .contains("1 unchanged", "without the embedder other");
    assertThat(Launched.run(directory, "reindex", "--documents", "--embed").succeeded().out())
        .contains("repository:shop: 1 document; its vectors are of embedder 'other'");
  }

  @Test
  void indexesOfDocumentsAreMadeAnewAndEmbedded() {
    Path store = directory.resolve("cairn-store");
    try (Cairn cairn = Cairn.open(store)) {
      cairn.memory().repositories().sync(directory.resolve("shop"));
    }
    CairnOptions former = CairnOptions.defaults().withEmbedder(new Other("all-minilm-l6-v2-q"));
    try (Cairn cairn = Cairn.open(store, former)) {
      cairn.memory("ann").repositories().sync(directory.resolve("shop"));
    }
    assertThat(Launched.run(directory, "reindex", "--documents", "--embed").succeeded().out())
        .startsWith("repository:shop: 1 document; 1 passage embedded\n")
        .endsWith("\nann, repository:shop: 1 document; 1 passage embedded\n");
    try (Cairn cairn = Cairn.open(store)) {
      for (Memory memory : List.of(cairn.memory(), cairn.memory("ann"))) {
        assertThat(memory.documents("repository:shop").embedder()).contains("all-minilm-l6-v2-q/4");
        assertThat(memory.checkDocuments()).isEmpty();
      }
    }
    Launched.run(directory, "reindex", "--embed").failed(2, "--embed goes with --documents");
  }
}
