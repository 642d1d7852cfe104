package dev.cairn;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a stored row is undamaged, but this program's record class cannot represent it.
 *
 * <p>If a component is stored as another kind of value, no row can be read: the exception is thrown
 * when the table is first used. If only some values do not fit, because a newer program widened a
 * component or added an enum constant, it is thrown for each such row, and the other rows are read.
 */
public final class IncompatibleRecordException extends CairnException {
  private static final long serialVersionUID = 1L;

  private final @Nullable String table;
  private final @Nullable String key;
  private final String problem;

  /**
   * Creates the exception for a table as a whole.
   *
   * @param message the misfit, and the way out
   */
  public IncompatibleRecordException(String message) {
    super(message);
    this.table = null;
    this.key = null;
    this.problem = message;
  }

  private IncompatibleRecordException(
      @Nullable Throwable cause, String table, @Nullable String key, String problem) {
    super(
        "table '%s', %s%s".formatted(table, key == null ? "" : "key " + key + ": ", problem),
        cause);
    this.table = table;
    this.key = key;
    this.problem = problem;
  }

  /**
   * Returns the exception for one component of all rows.
   *
   * @param table the table
   * @param component the component, with the path to it where records nest
   * @param storedType the type of the stored component
   * @param wantedType the type that the record class declares
   * @return the exception
   */
  public static IncompatibleRecordException ofComponent(
      String table, String component, String storedType, String wantedType) {
    return new IncompatibleRecordException(
        null,
        table,
        null,
        ("component '%s': stored as %s, which cannot be read as %s; "
                + "give the component another name, or keep its type")
            .formatted(component, storedType, wantedType));
  }

  /**
   * Returns the exception for one row.
   *
   * @param table the table
   * @param key the row's key, readable
   * @param problem the misfit, and the way out
   * @param cause the exception of the record's constructor, or null
   * @return the exception
   */
  public static IncompatibleRecordException ofRow(
      String table, String key, String problem, @Nullable Throwable cause) {
    return new IncompatibleRecordException(cause, table, key, problem);
  }

  /**
   * Returns the table that does not fit.
   *
   * @return its name; empty if only the message tells
   */
  public Optional<String> table() {
    return Optional.ofNullable(table);
  }

  /**
   * Returns the key of the row that does not fit.
   *
   * @return the key, readable; empty if this is about the table as a whole
   */
  public Optional<String> key() {
    return Optional.ofNullable(key);
  }

  /**
   * Returns the misfit.
   *
   * @return the problem and the way out, without table and key
   */
  public String problem() {
    return problem;
  }
}
