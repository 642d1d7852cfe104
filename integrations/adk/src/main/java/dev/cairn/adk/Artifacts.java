package dev.cairn.adk;

import com.google.adk.sessions.SessionKey;
import com.google.genai.types.Blob;
import com.google.genai.types.Part;
import dev.cairn.table.Keys;
import dev.cairn.table.Row;
import dev.cairn.table.Scan;
import dev.cairn.table.Table;
import dev.cairn.table.Transaction;
import dev.cairn.table.Transactor;
import dev.cairn.values.KeyPart;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Stores the artifacts of ADK agents, which are files or other data, each with numbered versions
 * from 0 on.
 *
 * <p>The names are a table of their own, so that they are listed without reading what the artifacts
 * hold. An artifact whose name begins with {@code user:} belongs to the user, any other to the
 * session.
 */
final class Artifacts {
  private static final String USER_PREFIX = "user:";

  private static final Table<NameKey, NameRow> NAMES =
      Table.named("adk-artifacts").keyedBy(Keys.record(NameKey.class)).holding(NameRow.class);

  static final String TABLE = "adk-artifact-versions";

  static final Table<VersionKey, VersionRow> VERSIONS =
      Table.named(TABLE).keyedBy(Keys.record(VersionKey.class)).holding(VersionRow.class);

  private final Transactor transactor;

  /** The key of an artifact: its {@linkplain Scopes scope}, and the short form of its name. */
  record NameKey(String scope, String name) {
    static NameKey of(SessionKey session, String name) {
      String scope =
          name.startsWith(USER_PREFIX)
              ? Scopes.user(session.appName(), session.userId())
              : Scopes.session(session);
      return new NameKey(scope, KeyPart.shortForm(name));
    }

    Scan versions() {
      return Scan.prefix(scope, name);
    }

    VersionKey version(int number) {
      return new VersionKey(this, number);
    }
  }

  record NameRow(String name) {}

  record VersionKey(NameKey artifact, int number) {}

  /**
   * A version of an artifact.
   *
   * @param json the part as the framework writes it, without the bytes of its inline data
   * @param bytes these bytes, which would be a third longer in JSON; null if there are none
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by content, and the codec copies it
  record VersionRow(String json, byte @Nullable [] bytes) {
    static VersionRow of(Part part) {
      Optional<byte[]> bytes = part.inlineData().flatMap(Blob::data);
      if (bytes.isEmpty()) {
        return new VersionRow(Json.ofPart(part), null);
      }
      Blob rest = part.inlineData().get().toBuilder().clearData().build();
      return new VersionRow(Json.ofPart(part.toBuilder().inlineData(rest).build()), bytes.get());
    }

    Part part(String name) {
      Part part = Json.part(name, json);
      if (bytes == null) {
        return part;
      }
      Blob rest = part.inlineData().orElseGet(() -> Blob.builder().build());
      return part.toBuilder().inlineData(rest.toBuilder().data(bytes.clone()).build()).build();
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof VersionRow that
          && json.equals(that.json)
          && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
      return Objects.hash(json, Arrays.hashCode(bytes));
    }
  }

  Artifacts(Transactor transactor) {
    this.transactor = transactor;
  }

  /** Stores the next version of an artifact, and returns its number. */
  int add(SessionKey session, String name, Part part) {
    NameKey key = NameKey.of(session, name);
    VersionRow row = VersionRow.of(part);
    return transactor.write(
        tx -> {
          int next = next(tx, key);
          tx.put(NAMES, key, new NameRow(name));
          tx.put(VERSIONS, key.version(next), row);
          return next;
        });
  }

  /** Returns a version of an artifact, from the cache if it is there. */
  Optional<Part> get(SessionKey session, String name, int number) {
    return transactor
        .get(VERSIONS, NameKey.of(session, name).version(number))
        .map(row -> row.part(name));
  }

  /** Returns the last version of an artifact; reads no other. */
  Optional<Part> last(SessionKey session, String name) {
    Scan last = NameKey.of(session, name).versions().descending().limit(1);
    return transactor
        .read(tx -> tx.scan(VERSIONS, last).map(Row::value).findFirst())
        .map(row -> row.part(name));
  }

  /** Returns the numbers of the versions of an artifact, in order; reads no version. */
  List<Integer> versions(SessionKey session, String name) {
    NameKey key = NameKey.of(session, name);
    return transactor.read(
        tx ->
            IntStream.range(0, next(tx, key))
                .filter(number -> any(tx, key.versions().from(number).before(number + 1)))
                .boxed()
                .toList());
  }

  /**
   * Returns the number after that of the last version. It is searched for by keys alone: a version
   * may be large, and some may be missing, so that their count is not it.
   */
  private static int next(Transaction tx, NameKey key) {
    int next = 0;
    int above = Integer.MAX_VALUE;
    while (next < above) {
      int middle = (next + above) >>> 1;
      if (any(tx, key.versions().from(middle))) {
        next = middle + 1;
      } else {
        above = middle;
      }
    }
    return next;
  }

  private static boolean any(Transaction tx, Scan versions) {
    return tx.count(VERSIONS, versions.limit(1)) > 0;
  }

  /** Returns the names of the artifacts of a session and of its user, in order. */
  List<String> names(SessionKey session) {
    return transactor.read(
        tx -> {
          List<String> names = new ArrayList<>();
          for (String scope :
              List.of(Scopes.session(session), Scopes.user(session.appName(), session.userId()))) {
            tx.scan(NAMES, Scan.prefix(scope)).map(row -> row.value().name()).forEach(names::add);
          }
          names.sort(null);
          return names;
        });
  }

  /** Removes all versions of an artifact, if it exists. */
  void remove(SessionKey session, String name) {
    NameKey key = NameKey.of(session, name);
    transactor.write(
        tx -> {
          for (int number = next(tx, key) - 1; number >= 0; number--) {
            tx.remove(VERSIONS, key.version(number));
          }
          return tx.remove(NAMES, key);
        });
  }
}
