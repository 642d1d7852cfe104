package dev.cairn.maintenance;

import java.util.List;

/**
 * What a salvage has brought out of a damaged store, and what it has not.
 *
 * @param version the last commit that the damaged store tells of
 * @param tables what was brought out of each table
 * @param missing how many rows and index entries the store counted, and were nowhere found: index
 *     entries are made anew, so not all of them are a loss
 * @param findingCount how much was found wrong
 * @param findings the damage, the rows that are lost and those that are doubtful; of very much only
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
   * What was brought out of a table.
   *
   * @param table its name
   * @param rows the rows that were brought out, doubtful ones too
   * @param doubtful those that may be old copies, or may have been deleted
   * @param lost those that were found, and are damaged
   */
  public record TableCount(String table, long rows, long doubtful, long lost) {}

  /**
   * Returns whether all that the store held was brought out, without a doubt.
   *
   * @return true if nothing was found wrong
   */
  public boolean whole() {
    return findingCount == 0;
  }
}
