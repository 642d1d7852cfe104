package dev.cairn.maintenance;

import dev.cairn.CorruptRecordException;
import dev.cairn.StorageException;
import dev.cairn.internal.engine.Cursor;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.engine.View;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.Survey;
import dev.cairn.internal.lmdb.pages.Survey.Trust;
import dev.cairn.internal.stored.CatalogueCheck;
import dev.cairn.internal.stored.LostCatalogue;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.maintenance.ProgressListener.Step;
import dev.cairn.stored.GenericRow;
import dev.cairn.stored.StoredTable;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies the readable rows of a damaged store into a new one, and reports the rows that are lost.
 *
 * <p>A row proves itself by its checksum, wherever it is found; {@link Survey} says on which pages
 * to look, and how far to trust them. A row that may be an old copy is taken where there is no
 * better one, and is reported as doubtful. Index entries have no checksum, and are made anew.
 *
 * <p>The damaged store is read in plain Java and never opened by LMDB; nothing in it is changed. No
 * program may write to it meanwhile.
 */
final class Salvage {
  private static final int PROGRESS_EVERY = 1000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FORMAT_ROW = 1;
  private static final Range ALL = new Range(new byte[0], null);

  private final Survey survey;
  private final FoundRows found;
  private final CatalogueCheck catalogue;
  private final Findings findings = new Findings();
  private final Map<StoredTable, Count> counts = new HashMap<>();
  private final ProgressListener progress;
  private long keys;
  private long entries;

  /** Counts the rows of one table; see {@link SalvageReport.TableCount}. */
  private static final class Count {
    private long rows;
    private long doubtful;
    private long lost;
  }

  /** Takes what is salvaged: first the catalogue, then the rows in the order of their keys. */
  interface Target {
    void add(byte[] key, byte[] value);
  }

  private Salvage(Survey survey, SalvageOptions options) throws IOException {
    this.survey = survey;
    this.progress = options.progress();
    for (Damage damage : survey.damages()) {
      findings.add(Finding.of(damage, damage.problem()));
    }
    this.found = new FoundRows(survey);
    this.catalogue = survey.damages().isEmpty() ? catalogueFound() : completed(options.tables());
    for (CorruptRecordException e : catalogue.problems()) {
      findings.add(
          new Finding(Kind.CATALOGUE, StorePages.DATA, null, e.table(), e.key(), e.problem()));
    }
  }

  private CatalogueCheck catalogueFound() {
    return CatalogueCheck.of(found.catalogue());
  }

  /** Reads every row once more, to see whose they are if the catalogue does not say so. */
  private CatalogueCheck completed(Collection<? extends Table<?, ?>> tables) throws IOException {
    StoredTables known = catalogueFound().tables();
    LostCatalogue lost = new LostCatalogue(known, tables);
    FoundRows rows = new FoundRows(survey);
    for (List<FoundRows.Found> group = rows.next(); group != null; group = rows.next()) {
      for (FoundRows.Found each : group) {
        byte[] value = each.entry().value();
        if (value != null) {
          lost.row(each.entry().key(), value);
        }
      }
    }
    List<Map<byte[], byte[]>> completed = new ArrayList<>(found.catalogue());
    Map<byte[], byte[]> anew = lost.rows();
    anew.keySet().removeIf(key -> completed.stream().anyMatch(has -> has.containsKey(key)));
    anew.keySet()
        .forEach(
            key -> {
              String text = known.describe(key);
              String problem = "it was lost, and made anew from rows that fit one table only";
              findings.add(
                  new Finding(Kind.CATALOGUE, StorePages.DATA, null, "catalogue", text, problem));
            });
    completed.add(1, anew); // rows bear it out; only what is sure is better
    return CatalogueCheck.of(completed);
  }

  /** Salvages a store; see {@link Maintenance#salvage}. */
  static SalvageReport into(Path directory, Path target, SalvageOptions options) {
    if (normal(directory).equals(normal(target))) {
      throw new IllegalArgumentException(
          "a store cannot be salvaged into itself: %s; name another directory".formatted(target));
    }
    RestoreOptions building =
        RestoreOptions.defaults().withTables(options.tables()).withMapSize(options.mapBytes());
    try (StorePages pages = StorePages.open(directory);
        StoreBuilder builder = StoreBuilder.in(target, building)) {
      SalvageReport report = read(pages, builder::addRaw, options);
      if (!pages.file().holds(pages.meta())) {
        throw new StorageException(
            "a program writes to store %s; stop it before the salvage".formatted(directory));
      }
      builder.finish(PATIENCE);
      return report;
    } catch (IOException e) {
      throw new StorageException("store %s cannot be read: %s".formatted(directory, e), e);
    }
  }

  private static Path normal(Path path) {
    return path.toAbsolutePath().normalize();
  }

  /** Reads what can be read. */
  static SalvageReport read(StorePages pages, Target target, SalvageOptions options)
      throws IOException {
    Survey survey = Survey.of(pages.file(), StorePages.DATABASES);
    return new Salvage(survey, options).read(target);
  }

  private SalvageReport read(Target target) throws IOException {
    try (Cursor cursor = catalogue.rows().scan(ALL, View.Order.ASCENDING)) {
      while (cursor.next()) {
        target.add(cursor.key(), cursor.value());
      }
    }
    StoredTables tables = catalogue.tables();
    for (List<FoundRows.Found> group = found.next(); group != null; group = found.next()) {
      if (++keys % PROGRESS_EVERY == 0) {
        progress.at(Step.READING, keys);
      }
      byte[] key = group.get(0).entry().key();
      StoredTable table = tables.ofRow(key);
      if (table != null || tables.ofEntry(key) != null || StoredTables.isOfCatalogue(key)) {
        entries++;
      }
      if (table != null) {
        take(table, group, tables, target);
      } else if (isOfUnknownTable(group.get(0), tables)) {
        add(Kind.ROW, group.get(0), null, tables, "the catalogue no longer names its table");
      }
    }
    return new SalvageReport(
        survey.meta().transaction(),
        tables.all().stream().map(this::count).toList(),
        Math.max(0, survey.counted(StorePages.DATA) - FORMAT_ROW - entries),
        findings.count(),
        findings.kept());
  }

  private SalvageReport.TableCount count(StoredTable table) {
    Count of = counts.getOrDefault(table, new Count());
    return new SalvageReport.TableCount(table.name(), of.rows, of.doubtful, of.lost);
  }

  /** Takes the most trusted row that proves itself. */
  private void take(
      StoredTable table, List<FoundRows.Found> group, StoredTables tables, Target target) {
    Count count = counts.computeIfAbsent(table, any -> new Count());
    for (FoundRows.Found each : group) {
      byte[] key = each.entry().key();
      byte[] value = each.entry().value();
      boolean sure = each.trust() == Trust.SURE;
      if (value == null || problem(table, key, value) != null || !(sure || survey.mayBeLost(key))) {
        continue;
      }
      target.add(key, value);
      count.rows++;
      if (!sure) {
        count.doubtful++;
        add(Kind.DOUBTFUL, each, table, tables, "it may be an old copy, or may have been deleted");
      }
      return;
    }
    FoundRows.Found best = group.get(0);
    if (best.trust() == Trust.SURE) {
      byte[] value = best.entry().value();
      String problem = value == null ? null : problem(table, best.entry().key(), value);
      count.lost++;
      add(
          Kind.ROW,
          best,
          table,
          tables,
          problem == null ? "its value is on pages that cannot be read" : problem);
    }
  }

  private static boolean isOfUnknownTable(FoundRows.Found found, StoredTables tables) {
    byte[] key = found.entry().key();
    byte[] value = found.entry().value();
    return found.trust() == Trust.SURE
        && value != null
        && StoredTables.id(key) > 0
        && tables.ofEntry(key) == null
        && StoredTables.isSealed(key, value);
  }

  private static @Nullable String problem(StoredTable table, byte[] key, byte[] value) {
    try {
      GenericRow unused = table.read(key, value);
      return null;
    } catch (CorruptRecordException e) {
      return e.problem();
    }
  }

  private void add(
      Kind kind,
      FoundRows.Found found,
      @Nullable StoredTable table,
      StoredTables tables,
      String problem) {
    findings.add(
        new Finding(
            kind,
            StorePages.DATA,
            found.entry().page(),
            table == null ? null : table.name(),
            tables.describe(found.entry().key()),
            problem));
  }
}
