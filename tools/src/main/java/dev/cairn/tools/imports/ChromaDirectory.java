package dev.cairn.tools.imports;

import dev.cairn.documents.NewDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The folder of Chroma's persistent client, or its file {@code chroma.sqlite3}: documents and
 * metadata of collections, which become collections of the same names.
 *
 * <p>Vectors are left behind: they are those of another embedder, and cannot be compared with the
 * vectors that a store of Cairn has.
 */
final class ChromaDirectory implements Format {
  private static final String FILE = "chroma.sqlite3";
  private static final String DOCUMENT = "chroma:document";

  /** Collections of one name in several databases get the name of their database in front. */
  private static final String COLLECTIONS =
      "SELECT c.id AS id, c.name AS name, d.name AS database, d.tenant_id AS tenant,"
          + " s.id AS segment FROM collections c LEFT JOIN databases d ON d.id = c.database_id"
          + " JOIN segments s ON s.collection = c.id AND s.scope = 'METADATA'"
          + " ORDER BY d.tenant_id, d.name, c.name";

  /** A segment of metadata, with the name of its collection. */
  private record Collection(String id, String name, String segment) {}

  @Override
  public String word() {
    return "chroma";
  }

  private static Path file(Source source) {
    return source.isFolder() ? source.path().resolve(FILE) : source.path();
  }

  @Override
  public boolean recognises(Source source) throws IOException {
    Path file = file(source);
    return Source.isDatabase(file)
        && source.database(file).has("embedding_metadata", "id", "key", "string_value");
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException {
    Path file = file(source);
    if (!Files.exists(file)) {
      throw new IllegalArgumentException(source.name() + ": there is no " + FILE + " in it");
    }
    Database database = source.database(file);
    boolean current =
        database.has("segments", "id", "scope", "collection")
            && database.has("databases", "id", "name")
            && database.has("embeddings", "id", "segment_id", "embedding_id");
    if (!current) {
      throw new IllegalArgumentException(
          source.name()
              + ": the tables are not those of Chroma 0.5 or later; open the folder once with a"
              + " Chroma of today, which converts it");
    }
    for (Collection collection : collections(database)) {
      pending(database, collection, sink);
      documents(database, collection, sink);
    }
  }

  private static List<Collection> collections(Database database) {
    Map<String, Collection> named = new LinkedHashMap<>();
    database.query(
        COLLECTIONS,
        row -> {
          String name = row.text("name").orElse("");
          String whole =
              named.containsKey(name)
                  ? row.text("tenant").orElse("")
                      + "/"
                      + row.text("database").orElse("")
                      + "/"
                      + name
                  : name;
          named.put(
              whole,
              new Collection(row.text("id").orElse(""), whole, row.text("segment").orElse("")));
        });
    return List.copyOf(named.values());
  }

  /** Tells of changes that Chroma has logged and not applied yet: it applies them when it opens. */
  private static void pending(Database database, Collection collection, Sink sink) {
    if (!database.has("embeddings_queue", "seq_id", "topic")
        || !database.has("max_seq_id", "segment_id", "seq_id")) {
      return;
    }
    database.query(
        "SELECT COUNT(*) AS pending FROM embeddings_queue WHERE topic LIKE '%/"
            + collection.id().replaceAll("[^0-9A-Za-z-]", "_")
            + "' AND seq_id > (SELECT COALESCE(MAX(seq_id), 0) FROM max_seq_id WHERE segment_id = "
            + quoted(collection.segment())
            + ")",
        row -> {
          long pending = row.number("pending");
          if (pending > 0) {
            sink.skip(
                collection.name(),
                pending
                    + " changes that Chroma has not applied yet; open the folder once with Chroma,"
                    + " read from the collection, and import again");
          }
        });
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private static void documents(Database database, Collection collection, Sink sink) {
    String lists =
        database.has("embedding_metadata_array", "id", "key")
            ? " UNION ALL SELECT id, key, string_value, int_value, float_value, bool_value, 1"
                + " FROM embedding_metadata_array"
            : "";
    Pending document = new Pending(collection.name(), sink);
    database.query(
        "SELECT e.id AS number, e.embedding_id AS id, m.* FROM embeddings e LEFT JOIN (SELECT id AS"
            + " row_id, key, string_value, int_value, float_value, bool_value, 0 AS listed FROM"
            + " embedding_metadata"
            + lists
            + ") m ON m.row_id = e.id WHERE e.segment_id = "
            + quoted(collection.segment())
            + " ORDER BY e.id, m.key",
        document::read);
    document.finish();
  }

  /** Gathers the rows of one document: each has one value of its metadata, or of a list. */
  private static final class Pending {
    private final String collection;
    private final Sink sink;
    private long number = Long.MIN_VALUE;
    private String id = "";
    private Optional<String> text = Optional.empty();
    private MetadataReader metadata = new MetadataReader();
    private final Map<String, List<Object>> lists = new LinkedHashMap<>();

    Pending(String collection, Sink sink) {
      this.collection = collection;
      this.sink = sink;
    }

    void read(SqlRow row) throws SQLException {
      if (row.number("number") != number) {
        finish();
        number = row.number("number");
        id = row.text("id").orElse("");
      }
      Optional<String> key = row.text("key");
      Object value = value(row);
      if (key.isEmpty() || value == null) {
        return; // a vector without metadata
      } else if (key.get().equals(DOCUMENT)) {
        text = Optional.of(value.toString());
      } else if (row.number("listed") == 1) {
        lists.computeIfAbsent(key.get(), name -> new ArrayList<>()).add(value);
      } else {
        metadata.put(key.get(), value);
      }
    }

    private static @Nullable Object value(SqlRow row) throws SQLException {
      Object truth = row.value("bool_value");
      if (truth instanceof Number number) {
        return number.longValue() != 0;
      }
      Object value = row.value("string_value", "int_value", "float_value");
      if (value instanceof Integer || value instanceof Long) {
        return ((Number) value).longValue();
      }
      return value instanceof Number || value == null ? value : row.text("string_value").orElse("");
    }

    void finish() {
      if (number != Long.MIN_VALUE) {
        String place = collection + ", " + id;
        try {
          lists.forEach(metadata::put);
          metadata.tell(place, sink);
          if (text.filter(some -> !some.isBlank()).isPresent()) {
            sink.document(
                collection, NewDocument.of(id, text.get()).withMetadata(metadata.metadata()));
          } else {
            sink.skip(place, "a vector without a text; nothing is left without the vector");
          }
        } catch (IllegalArgumentException e) {
          sink.skip(place, String.valueOf(e.getMessage()));
        }
      }
      text = Optional.empty();
      metadata = new MetadataReader();
      lists.clear();
    }
  }
}
