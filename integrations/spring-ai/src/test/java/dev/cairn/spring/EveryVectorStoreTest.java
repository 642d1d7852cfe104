package dev.cairn.spring;

import dev.cairn.Cairn;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.ai.test.vectorstore.BaseVectorStoreTests;
import org.springframework.ai.vectorstore.VectorStore;

/** Runs the tests that Spring AI has for everybody's vector stores. */
class EveryVectorStoreTest extends BaseVectorStoreTests {
  @TempDir private Path directory;

  @Override
  protected void executeTest(Consumer<VectorStore> test) {
    try (Cairn cairn = Cairn.open(directory)) {
      test.accept(CairnVectorStore.builder(cairn.memory(), new TrigramModel()).build());
    }
  }
}
