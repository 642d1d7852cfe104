package dev.cairn.minilm;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Holds the code examples of docs/embedders.md, so that they are compiled. */
final class DocumentedCode {
  private DocumentedCode() {}

  static void open(Path directory, Consumer<Memory> agent) {
    // [open]
    try (MiniLmEmbedder embedder = new MiniLmEmbedder();
        Cairn cairn = Cairn.open(directory, CairnOptions.defaults().withEmbedder(embedder))) {
      agent.accept(cairn.memory());
    }
    // [end]
  }
}
