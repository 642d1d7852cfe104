package dev.cairn.record;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares the former names of a renamed record component, so that values stored under them are
 * still read.
 *
 * <pre>{@code
 * record Note(String id, @FormerName("about") String topic) {}
 * }</pre>
 *
 * <p>A former name counts only for stored values that lack the component's own name. Of several
 * former names the first one that a value has counts. Written values have the new name, so a
 * program of the older class finds the component missing there, and loses it where it changes the
 * row: upgrade all programs that write the table.
 *
 * <p>Declare it in the program that renames the component. If it comes later, rows that this
 * program has read without it have index entries of an absent component: reindex a table whose
 * index reads the component ({@code cairn.maintenance().reindex(…)}).
 *
 * <p>It holds for records within records too. The components of a key have no names in the store
 * and need none of it. A former name that is empty, or that another component has or had, is
 * refused with an {@link IllegalArgumentException} when the table is made.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface FormerName {

  /**
   * Returns the names, the latest first.
   *
   * @return the names
   */
  String[] value();
}
