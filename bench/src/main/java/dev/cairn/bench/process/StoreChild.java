package dev.cairn.bench.process;

import dev.cairn.bench.contender.Contender;
import dev.cairn.bench.contender.ContenderKind;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.SiteUrls;
import java.nio.file.Path;
import java.util.Objects;

/** The program of a child JVM that fills a store, or counts the site visits in one. */
final class StoreChild {
  /** Stores all notes. */
  static final String NOTES = "notes";

  /** Stores all sites, with one visit each. */
  static final String SITES = "sites";

  /** Says how many visits all sites have had. */
  static final String VISITS = "visits";

  private StoreChild() {}

  /** Runs; the arguments are contender, directory and what is to be done. */
  public static void main(String[] args) {
    try (Contender store = ContenderKind.valueOf(args[0]).open(Path.of(args[1]))) {
      switch (args[2]) {
        case NOTES -> store.loadNotes(Note.all());
        case SITES -> store.loadSites(SiteUrls.urls());
        case VISITS -> ParentJvm.say(VISITS, visits(store));
        default -> throw new IllegalArgumentException(args[2]);
      }
    }
  }

  private static long visits(Contender store) {
    return SiteUrls.urls().stream()
        .mapToLong(url -> Objects.requireNonNull(store.site(url), url).visits())
        .sum();
  }
}
