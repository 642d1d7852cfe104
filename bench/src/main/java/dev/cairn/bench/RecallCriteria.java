package dev.cairn.bench;

import dev.cairn.bench.process.Syncing;
import dev.cairn.bench.process.Syncing.Syncs;
import dev.cairn.bench.process.Syncing.Writes;
import dev.cairn.bench.recall.SearchKind;
import dev.cairn.bench.recall.SearchStores;
import dev.cairn.bench.recall.SearchStores.Durable;
import dev.cairn.bench.recall.SearchStores.Searches;
import dev.cairn.bench.recall.Way;
import dev.cairn.bench.report.Bound;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Lists the performance goals of Cairn's searches of documents and of its syncs of repositories,
 * each as a {@link Criterion}. All searches are by one thread, for ten documents, with the vector
 * of the question at hand.
 */
final class RecallCriteria {
  private static final int SMALL = 40_000;
  private static final int LARGE = 100_000;
  private static final int HUGE = 1_000_000;
  private static final int ADDED_PER_SECOND = 100;
  private static final int FILES = 10_000;
  private static final List<SearchKind> PEERS = List.of(SearchKind.LUCENE, SearchKind.SQLITE);

  private final SearchStores stores;

  RecallCriteria(SearchStores stores) {
    this.stores = stores;
  }

  /** Returns all criteria, those of the largest store last. */
  List<Criterion> all() {
    return Stream.of(besidePeers(), ofLarge(), writes(), syncs(), ofHuge())
        .flatMap(List::stream)
        .toList();
  }

  private List<Criterion> besidePeers() {
    List<Criterion> criteria = new ArrayList<>();
    for (SearchKind peer : PEERS) {
      for (Way way : Way.values()) {
        criteria.add(
            new Criterion(
                "recall: %s among 40,000 documents, p50: %s ÷ Cairn"
                    .formatted(way.name().toLowerCase(Locale.ROOT), peer.title),
                millis(peer, way, SMALL),
                millis(SearchKind.CAIRN, way, SMALL),
                Bound.AT_LEAST,
                1));
      }
      criteria.add(
          new Criterion(
              "recall: 40,000 documents added, 1,000 a commit: %s ÷ Cairn".formatted(peer.title),
              secondsToAdd(peer),
              secondsToAdd(SearchKind.CAIRN),
              Bound.AT_LEAST,
              1));
      criteria.add(
          new Criterion(
              "recall: a document added durably to a new store, p50: %s ÷ Cairn"
                  .formatted(peer.title),
              millisToAdd(peer),
              millisToAdd(SearchKind.CAIRN),
              Bound.AT_LEAST,
              1));
    }
    return criteria;
  }

  private List<Criterion> ofLarge() {
    Probe alone = millis(SearchKind.CAIRN, Way.HYBRID, LARGE);
    return List.of(
        new Criterion("recall: hybrid among 100,000 documents, p50", alone, null, Bound.AT_MOST, 3),
        new Criterion(
            "recall: hybrid among 100,000, another process adding 100/s ÷ alone, p50",
            this::besideAdds,
            alone,
            Bound.AT_MOST,
            2),
        new Criterion(
            "recall: found of the true ten vectors among 100,000",
            found(LARGE),
            null,
            Bound.AT_LEAST,
            0.98),
        new Criterion(
            "recall: memory of the index of 100,000 vectors, for each",
            () -> new Probe.Figure("", stores.bytesPerVector(LARGE), "B"),
            null,
            Bound.AT_MOST,
            64));
  }

  private List<Criterion> writes() {
    return Stream.of(12, 50)
        .map(
            words ->
                new Criterion(
                    "recall: a document of %d words added durably ÷ a row put, p50"
                        .formatted(words),
                    () -> durable(words),
                    null,
                    Bound.AT_MOST,
                    1.5))
        .toList();
  }

  private static List<Criterion> syncs() {
    return List.of(
        new Criterion(
            "recall: sync of 10,000 files, the second time ÷ the first",
            RecallCriteria::syncsAgain,
            null,
            Bound.AT_MOST,
            0.05),
        new Criterion(
            "recall: p99 of another process's writes beside a sync ÷ without",
            RecallCriteria::writesBesideSync,
            null,
            Bound.AT_MOST,
            1));
  }

  private List<Criterion> ofHuge() {
    return List.of(
        new Criterion(
            "recall: meaning among 1,000,000 documents, p50",
            millis(SearchKind.CAIRN, Way.MEANING, HUGE),
            null,
            Bound.AT_MOST,
            8),
        new Criterion(
            "recall: found of the true ten vectors among 1,000,000",
            found(HUGE),
            null,
            Bound.AT_LEAST,
            0.97));
  }

  private Probe millis(SearchKind kind, Way way, int documents) {
    return () -> {
      Searches searches = stores.search(kind, way, documents);
      String of =
          way == Way.WORDS
              ? kind.title
              : "%s, %.3f of the nearest found,".formatted(kind.title, searches.found());
      return new Probe.Figure(of, searches.millis(), "ms");
    };
  }

  private Probe secondsToAdd(SearchKind kind) {
    return () -> new Probe.Figure(kind.title, SMALL / stores.addedPerSecond(kind, SMALL), "s");
  }

  private Probe millisToAdd(SearchKind kind) {
    return () -> new Probe.Figure(kind.title, stores.addedMillis(kind), "ms");
  }

  private Probe found(int documents) {
    return () ->
        new Probe.Figure("", stores.search(SearchKind.CAIRN, Way.MEANING, documents).found(), "");
  }

  private Probe.Figure besideAdds() throws IOException, InterruptedException {
    double millis = stores.searchBesideAdds(Way.HYBRID, LARGE, ADDED_PER_SECOND).millis();
    return new Probe.Figure("beside adds", millis, "ms");
  }

  private Probe.Figure durable(int words) throws IOException, InterruptedException {
    Durable durable = stores.durable(SMALL, words);
    return ratio("document", durable.document(), "row", durable.row(), "ms");
  }

  private static Probe.Figure syncsAgain() throws IOException, InterruptedException {
    Syncs syncs = Syncing.measure(FILES);
    return ratio("second", syncs.second(), "first", syncs.first(), "s");
  }

  private static Probe.Figure writesBesideSync() throws IOException, InterruptedException {
    Writes writes = Syncing.writes(FILES);
    return ratio("beside", writes.beside(), "without", writes.alone(), "ms");
  }

  /** The ratio of two figures that were measured together, in one run. */
  private static Probe.Figure ratio(
      String one, double ofOne, String other, double ofOther, String unit) {
    String of = "%s %.3f and %s %.3f %s".formatted(one, ofOne, other, ofOther, unit);
    return new Probe.Figure(of, ofOne / ofOther, "");
  }
}
