package dev.cairn.docs;

import dev.cairn.Memory;
import dev.cairn.documents.Filter;
import dev.cairn.documents.SearchRequest;
import dev.cairn.repositories.Repositories;
import dev.cairn.repositories.SourceHit;
import dev.cairn.repositories.SyncOptions;
import dev.cairn.repositories.SyncReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The code that docs/repositories.md shows. */
final class DocumentedRepositories {
  private DocumentedRepositories() {}

  static void sync(Memory memory, Path directory) {
    // [sync]
    Repositories repositories = memory.repositories();
    SyncReport report = repositories.sync(directory); // all of it is stored when this returns
    for (SourceHit hit : repositories.search(report.repository(), "where is the retry policy", 5)) {
      System.out.println(hit.path() + ":" + hit.firstLine() + " " + hit.text());
    }
    // [end]
  }

  static SyncReport options(Memory memory, Path directory) {
    // [options]
    SyncOptions options =
        SyncOptions.defaults()
            .withName("shop at work") // else the name of the directory
            .withLargestFile(256 << 10)
            .waiting(Duration.ofMinutes(10)); // for another sync of this repository
    SyncReport report = memory.repositories().sync(directory, options);
    report.failed().forEach(left -> System.out.println(left.path() + ": " + left.reason()));
    // [end]
    return report;
  }

  static List<SourceHit> filter(Memory memory) {
    // [filter]
    SearchRequest request =
        SearchRequest.of("retry policy", 5).matching(Filter.where("language").is("java"));
    List<SourceHit> hits = memory.repositories().search("shop at work", request);
    // [end]
    return hits;
  }
}
