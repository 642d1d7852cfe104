package dev.cairn.langchain4j;

import dev.cairn.Cairn;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.EmbeddingStore;
import dev.langchain4j.store.embedding.EmbeddingStoreAddAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreRemoveAllContract;
import dev.langchain4j.store.embedding.EmbeddingStoreWithFilteringIT;
import dev.langchain4j.store.embedding.EmbeddingStoreWithRemovalIT;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests that LangChain4j has for everybody's embedding stores. */
class EveryEmbeddingStoreTest {
  @TempDir private static Path directory;

  private Cairn cairn;
  private CairnEmbeddingStore store;

  /** Each test has a collection of its own, since opening a store takes long. */
  @BeforeEach
  void open() {
    cairn = Cairn.open(directory);
    store = new CairnEmbeddingStore(cairn.memory(), "c-" + UUID.randomUUID());
  }

  @AfterEach
  void close() {
    cairn.close();
  }

  /** The tests of LangChain4j for searches and filters. */
  @Nested
  class Filtering extends EmbeddingStoreWithFilteringIT {
    @Override
    protected EmbeddingStore<TextSegment> embeddingStore() {
      return store;
    }

    @Override
    protected EmbeddingModel embeddingModel() {
      return new TrigramModel();
    }

    @Override
    protected boolean supportsContains() {
      return true;
    }
  }

  /** The tests of LangChain4j for removals. */
  @Nested
  class Removal extends EmbeddingStoreWithRemovalIT {
    @Override
    protected EmbeddingStore<TextSegment> embeddingStore() {
      return store;
    }

    @Override
    protected EmbeddingModel embeddingModel() {
      return new TrigramModel();
    }
  }

  /** The contracts of LangChain4j. */
  @Nested
  class Contracts implements EmbeddingStoreAddAllContract, EmbeddingStoreRemoveAllContract {
    @Override
    public EmbeddingStore<TextSegment> embeddingStore() {
      return store;
    }
  }
}
