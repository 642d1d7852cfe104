package dev.cairn.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the value of a record component for stored rows that have none. The class that wrote
 * such a row did not know the component yet, or stored a null and the component is a primitive now.
 *
 * <pre>{@code
 * record Note(String id, String text, @Default("en") String language, @Default("1") int weight) {}
 * }</pre>
 *
 * <p>Without it such a component becomes zero, an empty {@link java.util.Optional} or collection,
 * or null; if the record's constructor refuses that, reading the row throws {@link
 * dev.cairn.IncompatibleRecordException}. A null that was stored for a component that still can
 * hold one stays null.
 *
 * <p>Where an index reads the component, reindex the table ({@code cairn.maintenance().reindex(…)})
 * after adding, changing or removing this: rows that have no value of their own read otherwise from
 * then on, and their index entries are those of before.
 *
 * <p>Allowed on strings, primitives and their boxes, enums, numbers, dates and times, {@link
 * java.util.UUID}, {@link java.net.URI}, and an {@code Optional} of these. Anywhere else, or with a
 * text that does not parse, the record class is refused with an {@link IllegalArgumentException}
 * when its table is made.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Default {

  /**
   * Returns the value as text: a string as it is, an enum constant by its name, anything else as
   * its type's {@code toString} writes it.
   *
   * @return the text
   */
  String value();
}
