package dev.cairn.tools.indexes;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.CorruptRecordException;
import dev.cairn.Memory;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Finding;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.stored.StoredTable;
import dev.cairn.tools.settings.Session;
import dev.cairn.tools.text.TerminalText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the indexes of all collections of documents in a sound store with their documents. */
public final class DocumentIndexes {
  /** Follows a command that may leave rows of two histories, or lack some. */
  public static final String REBUILD =
      "search indexes of documents may not fit their documents now; run cairn reindex --documents (with --embed where documents are found by meaning), and then cairn verify";

  private static final String COLLECTIONS = "collections";

  /** The tables of which each collection has rows; a repaired store may have lost those of one. */
  private static final List<String> TABLES = List.of(COLLECTIONS, "documents");

  private DocumentIndexes() {}

  /**
   * Returns the faults that it finds in a store; that the store could not be opened or read for it
   * is one too.
   */
  public static List<Finding> check(Session cairn) {
    List<Finding> findings = new ArrayList<>();
    try {
      Set<String> namespaces = namespaces(cairn.store());
      if (!namespaces.isEmpty()) {
        try (Cairn open = cairn.openToRead()) {
          namespaces.forEach(namespace -> check(open, namespace, findings));
        }
      }
    } catch (CairnException e) {
      String problem = "the indexes of documents could not be compared: " + e.getMessage();
      findings.add(new Finding(Kind.INDEX, null, null, COLLECTIONS, null, problem));
    }
    return findings;
  }

  /** Returns the namespaces that have collections, or documents alone. */
  static Set<String> namespaces(Path store) {
    Set<String> namespaces = new LinkedHashSet<>();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      for (String name : TABLES) {
        Optional<StoredTable> table = contents.tables().named(name);
        if (table.isPresent()) {
          try (RowCursor rows = contents.rows(table.get())) {
            add(rows, namespaces);
          }
        }
      }
    }
    return namespaces;
  }

  private static void add(RowCursor rows, Set<String> namespaces) {
    while (rows.next()) {
      try {
        namespaces.add(rows.row().namespace());
      } catch (CorruptRecordException e) {
        // The verification of rows reports it, and others tell the namespace.
      }
    }
  }

  private static void check(Cairn open, String namespace, List<Finding> findings) {
    Memory memory = namespace.isEmpty() ? open.memory() : open.memory(namespace);
    memory
        .checkDocuments()
        .forEach(
            (collection, problems) ->
                problems.forEach(problem -> findings.add(finding(namespace, collection, problem))));
  }

  private static Finding finding(String namespace, String collection, String problem) {
    String key = namespace.isEmpty() ? collection : namespace + ", " + collection;
    return new Finding(
        Kind.INDEX,
        null,
        null,
        COLLECTIONS,
        TerminalText.line(key),
        problem + "; cairn reindex --documents mends it");
  }
}
