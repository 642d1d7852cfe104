package dev.cairn.tools.mcp.groups;

import dev.cairn.Memory;
import dev.cairn.documents.Document;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Filter;
import dev.cairn.documents.Hit;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.PreparedDocuments;
import dev.cairn.documents.Recollection;
import dev.cairn.documents.Remembered;
import dev.cairn.documents.SearchRequest;
import dev.cairn.tools.mcp.form.About;
import dev.cairn.tools.mcp.form.Effect;
import dev.cairn.tools.mcp.form.Tool;
import dev.cairn.tools.mcp.form.ToolGroup;
import dev.cairn.tools.settings.CommandEmbedder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Defines the MCP tools that remember texts, and find them by words and by meaning. */
public final class DocumentTools implements ToolGroup {
  private static final int FOUND = 10;
  static final String COLLECTION =
      "the collection of documents; the one that remember uses if it is not given";
  static final String LABELS = "labels that a text must have, all of them";

  record Label(String name, String value) {
    static Filter all(Optional<List<Label>> labels) {
      return labels.orElse(List.of()).stream()
          .map(label -> Filter.where(label.name()).is(label.value()))
          .reduce(Filter.all(), Filter::and);
    }
  }

  record NewMemory(
      @About("the text to remember: a fact, a decision, a preference, in whole sentences")
          String text,
      @About("an id of your own, to replace the text later; made up if it is not given")
          Optional<String> id,
      @About("labels to find it by, such as the name person with the value Ann")
          Optional<List<Label>> labels,
      @About("the id of an older text that is not true any more; it hides from now on")
          Optional<String> insteadOf,
      @About("the time from which on it is forgotten") Optional<Instant> until) {}

  record Kept(
      @About("the id of the text") String id,
      @About("false if the same text was remembered already, so that nothing was stored")
          boolean isNew,
      @About("texts that say nearly the same; remember with insteadOf replaces one")
          List<Near> near) {
    static Kept of(Remembered remembered) {
      return new Kept(
          remembered.document().id(),
          remembered.isNew(),
          remembered.near().stream()
              .map(
                  near -> new Near(near.document().id(), near.document().text(), near.similarity()))
              .toList());
    }
  }

  record Near(String id, String text, double similarity) {}

  record Question(
      @About("the question, or the words to find") String question,
      @About("the most texts to return; 10 if it is not given") Optional<Integer> limit,
      @About(LABELS + "; then remembered texts alone are found") Optional<List<Label>> labels) {}

  record DocumentQuestion(
      @About("the question, or the words to find; \"a phrase\" must occur, retr* begins a word")
          String query,
      @About(COLLECTION) Optional<String> collection,
      @About("the most documents to return; 10 if it is not given") Optional<Integer> limit,
      @About(LABELS) Optional<List<Label>> labels,
      @About("true to find by words alone") Optional<Boolean> words) {}

  record FoundText(
      @About("the id of the document") String id,
      @About("the passage that matched best") String passage,
      @About("the index of its first character in the whole text") int start,
      double score,
      @About("when it was changed last") Instant changedAt,
      List<Label> labels) {
    static FoundText of(Hit hit) {
      Document document = hit.document();
      List<Label> labels = new ArrayList<>();
      for (Map.Entry<String, Object> value : document.metadata().asMap().entrySet()) {
        labels.add(new Label(value.getKey(), value.getValue().toString()));
      }
      return new FoundText(
          document.id(),
          hit.passage().text(),
          hit.passage().start(),
          hit.score(),
          document.changedAt(),
          labels);
    }
  }

  record FoundTexts(
      @About("the texts, the best first") List<FoundText> texts,
      @About("why the meaning of the question was not used, if it was not") Optional<String> note) {
    static FoundTexts of(List<Hit> hits, Optional<String> note) {
      return new FoundTexts(hits.stream().map(FoundText::of).toList(), note);
    }
  }

  record Recalled(
      @About("the knowledge, the best first") List<RecalledText> texts,
      @About("why the meaning of the question was not used for remembered texts, if it was not")
          Optional<String> note) {}

  record RecalledText(
      @About("document for a text that was remembered, else episode, skill, quirk or entity")
          String kind,
      @About(
              "the id of the document, episode or skill; the site of a quirk; the name of an entity,"
                  + " which open_nodes reads with its relations")
          String id,
      @About("the passage that matched best") String passage,
      double score,
      @About("when a document was changed last") Optional<Instant> changedAt,
      @About("the labels of a document") List<Label> labels) {
    static RecalledText of(Recollection known) {
      FoundText text = FoundText.of(known.hit());
      boolean isDocument = known.kind() == Recollection.Kind.DOCUMENT;
      return new RecalledText(
          known.kind().name().toLowerCase(Locale.ROOT),
          known.id(),
          text.passage(),
          known.score(),
          isDocument ? Optional.of(text.changedAt()) : Optional.empty(),
          isDocument ? text.labels() : List.of());
    }

    static RecalledText of(Hit hit) {
      return of(
          new Recollection(Recollection.Kind.DOCUMENT, hit.document().id(), hit.score(), hit));
    }
  }

  record DocumentId(
      @About("the id of the document") String id, @About(COLLECTION) Optional<String> collection) {}

  record WholeText(String id, String text, Instant changedAt) {}

  record Forgotten(@About("false if there was none") boolean existed) {}

  @Override
  public String name() {
    return "documents";
  }

  @Override
  public List<Tool<?, ?>> tools() {
    return List.of(
        Tool.of(
                "remember",
                "Remember",
                "Remembers a text for all agents. Call it for whatever should be known next time."
                    + " A text that is remembered already is not stored twice.",
                Effect.SETS)
            .takes(NewMemory.class)
            .gives(Kept.class, DocumentTools::remember),
        Tool.of(
                "recall",
                "Recall",
                "Finds what is known, by words and meaning: remembered texts, episodes, skills,"
                    + " quirks of sites, and entities of the graph. Call it before you begin a"
                    + " task, and whenever you lack a fact.",
                Effect.READS)
            .takes(Question.class)
            .gives(Recalled.class, DocumentTools::recall),
        Tool.of(
                "search_documents",
                "Search documents",
                "Finds documents of a collection by words, and by meaning where they are embedded,"
                    + " such as the files of a repository that is kept in sync.",
                Effect.READS)
            .takes(DocumentQuestion.class)
            .gives(FoundTexts.class, DocumentTools::search),
        Tool.of(
                "get_document",
                "Get document",
                "Returns the whole text of a document.",
                Effect.READS)
            .takes(DocumentId.class)
            .gives(WholeText.class, DocumentTools::get),
        Tool.of(
                "forget",
                "Forget",
                "Removes a text that was remembered. To correct one, remember the new text with"
                    + " insteadOf.",
                Effect.REMOVES)
            .takes(DocumentId.class)
            .gives(
                Forgotten.class,
                (memory, asked) ->
                    new Forgotten(documents(memory, asked.collection()).delete(asked.id()))));
  }

  private static Kept remember(Memory memory, NewMemory asked) {
    NewDocument document = document(asked);
    Documents documents = memory.documents();
    if (asked.insteadOf().isPresent()) {
      return replace(memory, document, asked.insteadOf().get());
    }
    Remembered remembered = documents.remember(document);
    Document known = remembered.document();
    boolean says =
        asked.labels().isPresent()
            || asked.until().isPresent()
            || asked.id().filter(id -> !id.equals(known.id())).isPresent();
    if (remembered.isNew() || !says) {
      return Kept.of(remembered);
    }
    // The text is known, and more is said about it now.
    NewDocument widened = asked.id().isPresent() ? document : document.withId(known.id());
    for (Map.Entry<String, Object> value : known.metadata().asMap().entrySet()) {
      if (widened.metadata().get(value.getKey()).isEmpty()) {
        widened = widened.with(value.getKey(), value.getValue());
      }
    }
    return new Kept(documents.addOrReplace(widened).id(), false, List.of());
  }

  /** Stores a text and hides the one that it takes the place of, in one transaction. */
  private static Kept replace(Memory memory, NewDocument document, String old) {
    PreparedDocuments prepared = memory.documents().prepare(List.of(document));
    return memory.writeAndGet(
        m -> {
          Documents documents = m.documents();
          if (documents.get(old).isEmpty()) {
            throw new IllegalArgumentException(
                "insteadOf: there is no text '%s'; recall finds the ids".formatted(old));
          }
          String id = documents.addAll(prepared).get(0).id();
          if (!id.equals(old)) {
            documents.supersede(old, id);
          }
          return new Kept(id, true, List.of());
        });
  }

  private static NewDocument document(NewMemory asked) {
    NewDocument document = NewDocument.of(asked.text());
    for (Label label : asked.labels().orElse(List.of())) {
      if (document.metadata().get(label.name()).isPresent()) {
        throw new IllegalArgumentException(
            "labels: two have the name '%s'; give each name once".formatted(label.name()));
      }
      document = document.with(label.name(), label.value());
    }
    if (asked.id().isPresent()) {
      document = document.withId(asked.id().get());
    }
    return asked.until().isPresent() ? document.expiringAt(asked.until().get()) : document;
  }

  private static FoundTexts search(Memory memory, DocumentQuestion asked) {
    SearchRequest request =
        SearchRequest.of(asked.query(), asked.limit().orElse(FOUND))
            .matching(Label.all(asked.labels()));
    Documents documents = documents(memory, asked.collection());
    return asked.words().orElse(false)
        ? FoundTexts.of(documents.search(request.byWords()), Optional.empty())
        : FoundTexts.of(documents.search(request), note(documents));
  }

  private static Recalled recall(Memory memory, Question asked) {
    int limit = asked.limit().orElse(FOUND);
    Documents documents = memory.documents();
    List<RecalledText> found =
        asked.labels().filter(labels -> !labels.isEmpty()).isPresent()
            ? documents
                .search(
                    SearchRequest.question(asked.question(), limit)
                        .matching(Label.all(asked.labels())))
                .stream()
                .map(RecalledText::of)
                .toList()
            : memory.recall(asked.question(), limit).stream().map(RecalledText::of).toList();
    return new Recalled(found, note(documents));
  }

  private static Optional<String> note(Documents documents) {
    return documents
        .missingEmbedder()
        .map(embedder -> CommandEmbedder.wordsAlone(documents.name(), embedder));
  }

  private static WholeText get(Memory memory, DocumentId asked) {
    return documents(memory, asked.collection())
        .get(asked.id())
        .map(document -> new WholeText(document.id(), document.text(), document.changedAt()))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no document '%s'; search_documents finds the ids"
                        .formatted(asked.id())));
  }

  private static Documents documents(Memory memory, Optional<String> collection) {
    return collection.map(memory::documents).orElseGet(memory::documents);
  }
}
