package dev.cairn.maintenance;

import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.PageCheck;
import org.jspecify.annotations.Nullable;

/**
 * One thing that is wrong with a store.
 *
 * @param kind what it is wrong with
 * @param database the database whose pages are at fault, or null: "data", "changes", "names" for
 *     the one that names them, "free list"
 * @param page the page, or null if none is known
 * @param table the table, or null if none is known
 * @param key the key, readable, or null if none is known
 * @param problem what is wrong
 */
public record Finding(
    Kind kind,
    @Nullable String database,
    @Nullable Long page,
    @Nullable String table,
    @Nullable String key,
    String problem) {

  /** What can be wrong. */
  public enum Kind {
    /** The file's headers, or its pages as a whole. */
    FILE,
    /** A page of a tree, or what is counted of the tree. */
    PAGE,
    /** The list of free pages. */
    FREE_LIST,
    /** What the store says of its format and its tables. */
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

  /** Says what is wrong with a page as a finding. */
  static Finding of(Damage damage, String problem) {
    String database = damage.database();
    Kind kind = database == null ? Kind.FILE : isFreeList(database) ? Kind.FREE_LIST : Kind.PAGE;
    return new Finding(kind, database, damage.page(), null, null, problem);
  }

  private static boolean isFreeList(String database) {
    return database.equals(PageCheck.FREE);
  }

  /** Returns where and what, in one line. */
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
