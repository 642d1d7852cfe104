package dev.cairn.tools.indexes;

import dev.cairn.Cairn;
import dev.cairn.Memory;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Embedder;
import dev.cairn.tools.settings.CommandEmbedder;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.text.Figures;
import dev.cairn.tools.text.Json;
import dev.cairn.tools.text.ProgressDisplay;
import dev.cairn.tools.text.TerminalText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;

/** Makes the indexes of documents anew, of all collections in all namespaces of a store. */
final class DocumentReindex {
  private final Session cairn;

  DocumentReindex(Session cairn) {
    this.cairn = cairn;
  }

  /**
   * Makes them anew, and tells of each collection.
   *
   * @param embeds whether those are embedded too that have vectors of the command's embedder, of
   *     its former version, or none
   * @throws IllegalArgumentException if they are to be embedded, and the command has no embedder
   */
  void run(boolean embeds) {
    Optional<Embedder> embedder =
        embeds ? Optional.of(CommandEmbedder.required(cairn.configuration())) : Optional.empty();
    cairn.openToRead().close(); // refuses a store that does not exist
    Set<String> namespaces = DocumentIndexes.namespaces(cairn.store());
    try (Cairn store = Cairn.open(cairn.store(), CommandEmbedder.options(cairn, embedder));
        ProgressDisplay progress = cairn.screen().progress("reindex", ProgressDisplay.UNKNOWN)) {
      long done = 0;
      boolean told = cairn.json();
      for (String namespace : namespaces) {
        Memory memory = namespace.isEmpty() ? store.memory() : store.memory(namespace);
        for (String name : memory.collections()) {
          Documents documents = memory.documents(name);
          long rebuilt = documents.rebuild();
          tell(namespace, name, rebuilt, embedder.map(it -> embed(documents, it)).orElse(""));
          told = true;
          done += rebuilt;
          progress.reach(done);
        }
        memory.rebuildRecall();
      }
      if (!told) {
        cairn.screen().out().println("the store has no documents");
      }
    }
  }

  /** Embeds a collection, if it may be, and returns a sentence about it. */
  private static String embed(Documents documents, Embedder embedder) {
    String known = documents.embedder().orElse(embedder.name());
    if (!known.equals(embedder.name()) && !CommandEmbedder.isFormer(known)) {
      return known.isEmpty()
          ? "its vectors are of callers: store its documents again"
          : "its vectors are of embedder '%s': call reembed in a program that has it"
              .formatted(known);
    }
    try {
      return Figures.count(documents.reembed(embedder).join(), "passage") + " embedded";
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void tell(String namespace, String collection, long documents, String further) {
    if (cairn.json()) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("namespace", namespace);
      object.put("collection", collection);
      object.put("documents", documents);
      object.put("further", further);
      cairn.screen().out().println(Json.line(object));
      return;
    }
    String place = namespace.isEmpty() ? collection : namespace + ", " + collection;
    cairn
        .screen()
        .out()
        .println(
            TerminalText.line(
                "%s: %s%s"
                    .formatted(
                        place,
                        Figures.count(documents, "document"),
                        further.isEmpty() ? "" : "; " + further)));
  }
}
