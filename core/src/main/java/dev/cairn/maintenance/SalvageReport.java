package dev.cairn.maintenance;

import java.util.List;

/**
 * The result of a salvage: the rows that were copied out of a damaged store, and the faults that
 * were found.
 *
 * @param version the version of the last commit that the damaged store names
 * @param tables the figures of each table
 * @param missing the number of rows and index entries that the store counted and that were not
 *     found; index entries are made anew, so not all of them are a loss
 * @param findingCount the number of faults
 * @param findings the damage, the rows that are lost and those that are doubtful; of very many only
 *     the first 1,000
 */
public record SalvageReport(
    long version,
    List<TableCount> tables,
    long missing,
    long findingCount,
    List<Finding> findings) {

  /** Keeps its own copies of the lists. */
  public SalvageReport {
    tables = List.copyOf(tables);
    findings = List.copyOf(findings);
  }

  /**
   * The rows of one table that a salvage brought out or lost.
   *
   * @param table its name
   * @param rows the rows that were brought out, doubtful ones too
   * @param doubtful those that may be old copies, or may have been deleted
   * @param lost those that were found, and are damaged
   */
  public record TableCount(String table, long rows, long doubtful, long lost) {}

  /**
   * Returns whether everything that the store held was certainly brought out.
   *
   * @return true if nothing was found wrong
   */
  public boolean whole() {
    return findingCount == 0;
  }
}
