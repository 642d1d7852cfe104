package dev.cairn;

/**
 * Thrown when a stored value is damaged: its checksum, its schema or its form does not fit.
 *
 * <p>A damaged value is never returned as a wrong one.
 */
public final class CorruptRecordException extends CairnException {
  private static final long serialVersionUID = 1L;

  /** The table that holds the value. */
  private final String table;

  /** The value's key, readable. */
  private final String key;

  /** The defect, without table and key. */
  private final String problem;

  /**
   * Creates the exception.
   *
   * @param table the table that holds the value
   * @param key the value's key, readable
   * @param problem the defect
   */
  public CorruptRecordException(String table, String key, String problem) {
    super(
        "table '%s', key %s: %s; delete the row, or restore it from a dump"
            .formatted(table, key, problem));
    this.table = table;
    this.key = key;
    this.problem = problem;
  }

  /**
   * Returns the table that holds the damaged value.
   *
   * @return its name
   */
  public String table() {
    return table;
  }

  /**
   * Returns the key of the damaged value, readable.
   *
   * @return the key
   */
  public String key() {
    return key;
  }

  /**
   * Returns the defect, without table and key.
   *
   * @return the problem
   */
  public String problem() {
    return problem;
  }
}
