package dev.cairn.maintenance;

import static dev.cairn.internal.checks.Arguments.notNull;

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
import dev.cairn.stored.StoredTables;
import dev.cairn.table.Table;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a whole store and proves it sound, or says what is wrong with it.
 *
 * <p>Every row: its checksum, its schema, its key. Every index entry: its row; and for the tables
 * that are handed in, every row its entries, no more and no fewer. The catalogue, the format, the
 * change log. Every page of the trees on the way; and with {@code deep} also the list of free
 * pages, and that each page of the file is either in use, once, or free.
 *
 * <p>The pages are read in plain Java and not through LMDB, so that no damage ends the JVM.
 * Processes may write meanwhile: where they do so much that the pages read would be written over,
 * it begins again with a snapshot that keeps them. It needs constant memory, besides four bits a
 * page.
 */
public final class Verification implements PageCheck.Visitor {
  private static final int PROGRESS_EVERY = 1000;

  private final StorePages pages;
  private final boolean deep;
  private final LongConsumer progress;
  private final Findings findings = new Findings();
  private final ChangeLogCheck changeLog;
  private final @Nullable EntryCheck entries;
  private long read;

  private Verification(
      StorePages pages,
      boolean deep,
      Collection<? extends Table<?, ?>> tables,
      LongConsumer progress) {
    this.pages = pages;
    this.deep = deep;
    this.progress = progress;
    this.changeLog = new ChangeLogCheck(pages.meta().transaction());
    this.entries = entryCheck(tables);
  }

  /**
   * Verifies a store.
   *
   * @param directory its directory
   * @param deep whether to look at every page of the file
   * @param tables the tables whose rows are to be held against their index entries
   * @param progress told now and then how many entries were read so far; begins again where the
   *     reading does
   * @return the report
   * @throws StoreOpenException if there is no store at all
   * @throws StorageException if the file cannot be read
   */
  public static VerifyReport of(
      Path directory,
      boolean deep,
      Collection<? extends Table<?, ?>> tables,
      LongConsumer progress) {
    notNull("tables", tables);
    notNull("progress", progress);
    try {
      try (StorePages pages = StorePages.open(directory)) {
        return new Verification(pages, deep, tables, progress).report();
      } catch (OvertakenException e) {
        try (StorePages pages = StorePages.pinned(directory)) {
          return new Verification(pages, deep, tables, progress).report();
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
      return null; // the walk will say so
    }
  }

  private VerifyReport report() throws IOException {
    PageCheck check = new PageCheck(pages.file(), pages.meta(), pages.isPinned(), this);
    check.headers();
    check.databases(StorePages.DATABASES);
    if (deep) {
      check.freeList();
    }
    check.account(deep);
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
        deep ? count : null,
        findings.count(),
        findings.kept());
  }

  @Override
  public void entry(String database, Entry entry) {
    if (++read % PROGRESS_EVERY == 0) {
      progress.accept(read);
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
