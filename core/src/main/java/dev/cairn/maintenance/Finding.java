package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.PageCheck;
import org.jspecify.annotations.Nullable;

/**
 * Describes one fault of a store that a verification or a salvage found.
 *
 * @param kind the part of the store that is at fault
 * @param database the database whose pages are at fault, or null: "data", "changes", "names" for
 *     the one that names them, "free list"
 * @param page the page, or null if none is known
 * @param table the table, or null if none is known
 * @param key the key, readable, or null if none is known
 * @param problem the fault, in words
 */
public record Finding(
    Kind kind,
    @Nullable String database,
    @Nullable Long page,
    @Nullable String table,
    @Nullable String key,
    String problem) {

  /** The parts of a store that can be at fault. */
  public enum Kind {
    /** The file's headers, or its pages as a whole. */
    FILE,
    /** A page of a tree, or the figures that the store keeps of the tree. */
    PAGE,
    /** The list of free pages. */
    FREE_LIST,
    /** The rows that describe the store's format and its tables. */
    CATALOGUE,
    /** A row's key or value. */
    ROW,
    /** A salvaged row that may be an old copy. */
    DOUBTFUL,
    /** An index entry without its row, or a row without its entry. */
    INDEX,
    /** The log of changes. */
    CHANGE_LOG
  }

  /** Returns the damage of a page as a finding. */
  static Finding of(Damage damage, String problem) {
    String database = damage.database();
    Kind kind = database == null ? Kind.FILE : isFreeList(database) ? Kind.FREE_LIST : Kind.PAGE;
    return new Finding(kind, database, damage.page(), null, null, problem);
  }

  private static boolean isFreeList(String database) {
    return database.equals(PageCheck.FREE);
  }

  /** Returns the place and the problem on one line. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    add(text, database == null ? null : isFreeList(database) ? database : "database " + database);
    add(text, page == null ? null : "page " + page);
    add(text, table == null ? null : "table " + table);
    add(text, key == null ? null : "key " + key);
    return text.isEmpty() ? problem : text.append(": ").append(problem).toString();
  }

  private static void add(StringBuilder text, @Nullable String part) {
    if (part != null) {
      text.append(text.isEmpty() ? "" : ", ").append(part);
    }
  }
}
