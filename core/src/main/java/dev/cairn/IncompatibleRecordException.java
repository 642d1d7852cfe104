package dev.cairn;

/** A record class cannot read what a table holds; found when the table is opened, by name. */
public class IncompatibleRecordException extends CairnException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception for one component.
   *
   * @param table the table
   * @param component the component, with the path to it where records nest
   * @param storedType the type of the stored component
   * @param wantedType the type that the record class declares
   */
  public IncompatibleRecordException(
      String table, String component, String storedType, String wantedType) {
    super(
        ("table '%s', component '%s': stored as %s, which cannot be read as %s; "
                + "give the component another name, or keep its type")
            .formatted(table, component, storedType, wantedType));
  }

  /**
   * Creates the exception for a table as a whole.
   *
   * @param message what does not fit, and the way out
   */
  public IncompatibleRecordException(String message) {
    super(message);
  }
}
