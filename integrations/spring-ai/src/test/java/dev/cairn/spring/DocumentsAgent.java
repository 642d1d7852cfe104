package dev.cairn.spring;

import dev.cairn.Cairn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;

/** A test program that adds documents while other programs do the same, and finds each of them. */
final class DocumentsAgent {
  private DocumentsAgent() {}

  /**
   * Says "ready", waits for a line, and adds documents.
   *
   * @param arguments the store, the name of the agent, and how many documents it adds
   */
  public static void main(String[] arguments) throws IOException {
    try (Cairn cairn = Cairn.open(Path.of(arguments[0]))) {
      VectorStore store = CairnVectorStore.builder(cairn.memory(), new TrigramModel()).build();
      System.out.println("ready");
      int unused = System.in.read();
      for (int i = 0; i < Integer.parseInt(arguments[2]); i++) {
        String text = arguments[1] + " " + i;
        store.add(List.of(new Document(text, text, Map.of("agent", arguments[1], "number", i))));
        String filter = "agent == '%s' && number == %d".formatted(arguments[1], i);
        SearchRequest own =
            SearchRequest.builder().query(text).topK(1).filterExpression(filter).build();
        if (store.similaritySearch(own).isEmpty()) {
          throw new IllegalStateException(text + " was added, and not found");
        }
      }
    }
  }
}
