package dev.cairn.maintenance;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The result of a verification: the numbers of rows and pages in the store, and its faults.
 *
 * @param version the version of the store that was read
 * @param tables the figures of each table
 * @param changes the number of rows of the change log that were read
 * @param pages the figures of the file; null unless the verification was deep
 * @param findingCount the number of faults
 * @param findings the faults; of very many only the first 1,000
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
   * The rows and index entries of one table that a verification read.
   *
   * @param table its name
   * @param rows its rows, damaged ones too
   * @param entries the entries of its indexes
   * @param typed whether its record class was at hand and could hold every row, so that each row
   *     was held against its entries; false also where a newer program has written rows that the
   *     class here cannot hold, or an older one rows that an index here cannot have, which is no
   *     damage
   */
  public record TableCount(String table, long rows, long entries, boolean typed) {}

  /**
   * The pages of the file that a deep verification read.
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
