package dev.cairn.tools;

import dev.cairn.Cairn;
import dev.cairn.CairnException;
import dev.cairn.Memory;
import dev.cairn.maintenance.ContentsOptions;
import dev.cairn.maintenance.Finding;
import dev.cairn.maintenance.Finding.Kind;
import dev.cairn.maintenance.Maintenance;
import dev.cairn.maintenance.StoreContents;
import dev.cairn.maintenance.StoreContents.RowCursor;
import dev.cairn.stored.StoredTable;
import dev.cairn.tools.text.TerminalText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares the indexes of all collections of documents in a sound store with their documents. */
final class DocumentIndexes {
  /** Follows a command that may leave rows of two histories, or lack some. */
  static final String REBUILD =
      "search indexes of documents may not fit their documents now; call documents(…).rebuild() for each collection, and then run cairn verify";

  private static final String COLLECTIONS = "collections";

  private DocumentIndexes() {}

  /** A collection of documents in its namespace. */
  private record Name(String namespace, String collection) {}

  /** Returns the faults that it finds in a store that can be opened. */
  static List<Finding> check(CairnCommand cairn) {
    List<Name> names = names(cairn.store());
    List<Finding> findings = new ArrayList<>();
    if (!names.isEmpty()) {
      try (Cairn open = cairn.openToRead()) {
        names.forEach(name -> check(open, name, findings));
      }
    }
    return findings;
  }

  private static List<Name> names(Path store) {
    List<Name> names = new ArrayList<>();
    try (StoreContents contents = Maintenance.contents(store, ContentsOptions.defaults())) {
      Optional<StoredTable> table = contents.tables().named(COLLECTIONS);
      if (table.isPresent()) {
        try (RowCursor rows = contents.rows(table.get())) {
          while (rows.next()) {
            names.add(new Name(rows.row().namespace(), rows.row().key().get(0).toString()));
          }
        }
      }
    }
    return names;
  }

  private static void check(Cairn open, Name name, List<Finding> findings) {
    Memory memory = name.namespace().isEmpty() ? open.memory() : open.memory(name.namespace());
    try {
      for (String problem : memory.documents(name.collection()).check()) {
        findings.add(finding(name, problem));
      }
    } catch (CairnException e) {
      findings.add(finding(name, String.valueOf(e.getMessage())));
    }
  }

  private static Finding finding(Name name, String problem) {
    String key =
        TerminalText.line(
            name.namespace().isEmpty()
                ? name.collection()
                : name.namespace() + ", " + name.collection());
    return new Finding(
        Kind.INDEX, null, null, COLLECTIONS, key, problem + "; documents(…).rebuild() mends it");
  }
}
