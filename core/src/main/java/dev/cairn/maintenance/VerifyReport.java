package dev.cairn.maintenance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a verification has read, and what it has found wrong.
 *
 * @param version the version of the store that was read
 * @param tables what was read of each table
 * @param changes how many rows of the change log were read
 * @param pages what was read of the file; null unless every page was looked at
 * @param findingCount how much was found wrong
 * @param findings what was found wrong; of very much only the first 1,000
 */
public record VerifyReport(
    long version,
    List<TableCount> tables,
    long changes,
    @Nullable PageCount pages,
    long findingCount,
    List<Finding> findings) {

  /** Keeps its own copies of the lists. */
  public VerifyReport {
    tables = List.copyOf(tables);
    findings = List.copyOf(findings);
  }

  /**
   * What was read of a table.
   *
   * @param table its name
   * @param rows its rows, damaged ones too
   * @param entries the entries of its indexes
   * @param typed whether its record class was at hand and could hold every row, so that each row
   *     was held against its entries; false also where a newer program has written rows that the
   *     class here cannot hold, which is no damage
   */
  public record TableCount(String table, long rows, long entries, boolean typed) {}

  /**
   * What was read of the file.
   *
   * @param pageBytes the size of a page
   * @param total the pages that there are; the file may lack some of the free ones, which LMDB
   *     counts before it writes them for the first time
   * @param inUse those that hold data
   * @param free those that are free
   */
  public record PageCount(int pageBytes, long total, long inUse, long free) {}

  /**
   * Returns whether nothing was found wrong.
   *
   * @return true if the store is sound
   */
  public boolean sound() {
    return findingCount == 0;
  }
}
