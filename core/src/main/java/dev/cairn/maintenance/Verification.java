package dev.cairn.maintenance;

import dev.cairn.StorageException;
import dev.cairn.StoreOpenException;
import dev.cairn.internal.engine.Range;
import dev.cairn.internal.lmdb.ChangeLogCheck;
import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.OvertakenException;
import dev.cairn.internal.lmdb.pages.PageCheck;
import dev.cairn.internal.lmdb.pages.Tree;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.maintenance.ProgressListener.Step;
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole store, and reports the faults in its pages, rows and indexes.
 *
 * <p>It reads the pages in plain Java and not through LMDB, so that no damage ends the JVM.
 * Processes may write meanwhile: where they write so much that the pages being read would be
 * overwritten, it begins again with a snapshot that keeps them. It needs constant memory, besides
 * four bits a page.
 */
final class Verification implements PageCheck.Visitor {
  private static final int PROGRESS_EVERY = 1000;

  private final StorePages pages;
  private final VerifyOptions options;
  private final Findings findings = new Findings();
  private final ChangeLogCheck changeLog;
  private final @Nullable EntryCheck entries;
  private long read;

  private Verification(StorePages pages, VerifyOptions options) {
    this.pages = pages;
    this.options = options;
    this.changeLog = new ChangeLogCheck(pages.meta().transaction());
    this.entries = entryCheck(options.tables());
  }

  /** Verifies a store; see {@link Maintenance#verify}. */
  static VerifyReport of(Path directory, VerifyOptions options) {
    try {
      try (StorePages pages = StorePages.open(directory)) {
        return new Verification(pages, options).report();
      } catch (OvertakenException e) {
        try (StorePages pages = StorePages.pinned(directory)) {
          return new Verification(pages, options).report();
        }
      }
    } catch (StoreOpenException e) {
      if (e.reason() != StoreOpenException.Reason.DAMAGED) {
        throw e;
      }
      String problem = String.valueOf(e.getMessage());
      Finding finding = new Finding(Kind.FILE, null, null, null, null, problem);
      return new VerifyReport(0, List.of(), 0, null, 1, List.of(finding));
    } catch (IOException e) {
      throw new StorageException("store %s cannot be read: %s".formatted(directory, e), e);
    }
  }

  private @Nullable EntryCheck entryCheck(Collection<? extends Table<?, ?>> tables) {
    try {
      Tree rows = pages.file().database(pages.meta(), StorePages.DATA);
      return rows == null
          ? null
          : new EntryCheck(
              pages.file().view(pages.meta(), StorePages.DATA, rows), tables, findings);
    } catch (StorageException e) {
      return null; // the walk over the pages reports it
    }
  }

  private VerifyReport report() throws IOException {
    PageCheck check = new PageCheck(pages.file(), pages.meta(), pages.isPinned(), this);
    check.headers();
    check.databases(StorePages.DATABASES);
    if (options.isDeep()) {
      check.freeList();
    }
    check.account(options.isDeep());
    String log = changeLog.end();
    if (log != null) {
      add(Kind.CHANGE_LOG, StorePages.CHANGES, null, null, log);
    }
    if (entries != null && !entries.formatSeen() && findings.count() == 0) {
      String missing = String.valueOf(StorePages.formatProblem(null));
      add(Kind.CATALOGUE, StorePages.DATA, null, null, missing);
    }
    long total = Math.max(pages.file().pages(), pages.meta().lastPage() + 1);
    VerifyReport.PageCount count =
        new VerifyReport.PageCount(
            pages.file().pageSize(), total, check.use().inUse(), check.use().free());
    return new VerifyReport(
        pages.meta().transaction(),
        entries == null ? List.of() : entries.counts(),
        changeLog.rows(),
        options.isDeep() ? count : null,
        findings.count(),
        findings.kept());
  }

  @Override
  public void entry(String database, Entry entry) {
    if (++read % PROGRESS_EVERY == 0) {
      options.progress().at(Step.READING, read);
    }
    if (database.equals(StorePages.CHANGES)) {
      String problem = changeLog.row(entry.key(), entry.value());
      if (problem != null) {
        add(Kind.CHANGE_LOG, database, entry.page(), null, problem);
      }
    } else if (entries != null) {
      entries.check(entry);
    }
  }

  @Override
  public void damaged(Damage damage) {
    String problem = damage.problem();
    Range lost = damage.lost();
    if (lost != null && StorePages.DATA.equals(damage.database()) && entries != null) {
      problem += "; out of reach " + text(lost, entries.tables());
    }
    findings.add(Finding.of(damage, problem));
  }

  private static String text(Range lost, StoredTables tables) {
    byte[] before = lost.before();
    String from = lost.from().length == 0 ? "the first" : tables.describe(lost.from());
    return "is what lies from %s to %s"
        .formatted(from, before == null ? "the last" : "before " + tables.describe(before));
  }

  private void add(
      Kind kind,
      @Nullable String database,
      @Nullable Long page,
      @Nullable String table,
      String problem) {
    findings.add(new Finding(kind, database, page, table, null, problem));
  }
}
