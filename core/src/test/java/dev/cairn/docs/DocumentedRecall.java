package dev.cairn.docs;

import static dev.cairn.documents.Filter.not;
import static dev.cairn.documents.Filter.where;

import dev.cairn.Memory;
import dev.cairn.documents.Deletion;
import dev.cairn.documents.Document;
import dev.cairn.documents.Documents;
import dev.cairn.documents.Embedder;
import dev.cairn.documents.Filter;
import dev.cairn.documents.Hit;
import dev.cairn.documents.Metadata;
import dev.cairn.documents.NewDocument;
import dev.cairn.documents.PreparedDocuments;
import dev.cairn.documents.Recollection;
import dev.cairn.documents.Remembered;
import dev.cairn.documents.SearchRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The code that docs/recall.md shows. */
final class DocumentedRecall {
  private DocumentedRecall() {}

  static List<Hit> remember(Memory memory) {
    // [remember]
    Remembered remembered = memory.documents().remember("Ann prefers the morning train to Oslo.");
    List<Hit> hits = memory.documents().recall("which train does Ann take?", 5);
    for (Hit hit : hits) {
      System.out.println(hit.score() + " " + hit.passage().text());
    }
    memory.documents().useful(hits.get(0).document().id());
    // [end]
    return remembered.isNew() ? hits : List.of();
  }

  static List<Recollection> everything(Memory memory) {
    // [everything]
    List<Recollection> known = memory.recall("how do I log in to the shop?", 5);
    known.forEach(each -> System.out.println(each.kind() + " " + each.hit().passage().text()));
    // [end]
    return known;
  }

  static List<Document> documents(Memory memory, String text, String other) {
    // [documents]
    Documents manuals = memory.documents("manuals");
    manuals.addOrReplace("pump/1", text, Metadata.of("type", "manual").with("year", 2024));
    manuals.addAll( // all of them or none
        List.of(
            NewDocument.of("pump/2", other).with("tags", List.of("pump", "safety")),
            NewDocument.of("offer", "Ten per cent off").expiringAt(Instant.now().plusSeconds(60))));
    List<Document> page = manuals.listAfter("pump/1", Filter.all(), 100);
    // [end]
    return page;
  }

  static List<Hit> search(Memory memory) {
    Documents manuals = memory.documents("manuals");
    // [search]
    Filter filter =
        where("type")
            .is("manual")
            .and(where("year").atLeast(2020))
            .and(not(where("draft").exists()));
    List<Hit> hits = manuals.search("how do I bleed the pump?", 10, filter);
    List<Hit> exact = manuals.search(SearchRequest.of("\"bleed valve\" pump*", 10).byWords());
    List<Hit> recent =
        manuals.search(
            SearchRequest.of("pump", 10).weighingAge(Duration.ofDays(30)).weighingUses(0.5));
    Deletion deletion = manuals.deleteWhere(where("year").lessThan(2000));
    // [end]
    return deletion.failed() == 0 && exact.size() <= hits.size() ? recent : hits;
  }

  static void change(Memory memory) {
    // [change]
    Documents facts = memory.documents("facts");
    String old = facts.remember("Ann lives in Rome.").document().id();
    String now = facts.remember("Ann lives in Oslo.").document().id();
    facts.supersede(old, now); // the old one can be read, and no search finds it
    // [end]
  }

  static void transaction(Memory memory, String url, List<NewDocument> pages) {
    // [transaction]
    PreparedDocuments prepared = memory.documents("pages").prepare(pages); // embeds them
    memory.write(
        m -> {
          m.documents("pages").addAll(prepared);
          m.sites().recordVisit(url, Duration.ofSeconds(2));
        });
    // [end]
  }

  static long reembed(Memory memory, Embedder another) {
    // [reembed]
    long passages = memory.documents().reembed(another).join();
    // [end]
    // [check]
    if (!memory.documents().check().isEmpty()) {
      memory.documents().rebuild();
    }
    // [end]
    return passages;
  }
}
