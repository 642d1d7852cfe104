package dev.cairn.tools.imports;

import dev.cairn.documents.NewDocument;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The SQLite history of mem0: the changes of each memory, in the order in which they happened. The
 * texts that the memories have after their last changes are brought in; those that were deleted are
 * not.
 *
 * <p>mem0 for Python has the table {@code history}, mem0 for JavaScript {@code memory_history}.
 */
final class Mem0History implements Format {
  private static final String PYTHON = "history";
  private static final String JAVASCRIPT = "memory_history";

  /** The text that a memory has after its changes so far. */
  private record State(
      String text,
      boolean deleted,
      Optional<Instant> created,
      Optional<Instant> updated,
      Optional<String> actor,
      Optional<String> role) {}

  @Override
  public String word() {
    return "mem0";
  }

  @Override
  public boolean recognises(Source source) throws IOException {
    return source.isDatabase() && table(source.database()).isPresent();
  }

  private static Optional<String> table(Database database) {
    if (database.has(PYTHON, "memory_id", "new_memory", "event")) {
      return Optional.of(PYTHON);
    }
    return database.has(JAVASCRIPT, "memory_id", "new_value", "action")
        ? Optional.of(JAVASCRIPT)
        : Optional.empty();
  }

  @Override
  public void read(Source source, Mapping mapping, Sink sink) throws IOException {
    String table =
        table(source.database())
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        source.name() + ": it has no history of mem0 with the column memory_id"));
    Map<String, State> memories = new LinkedHashMap<>();
    int[] number = {0};
    // Rows are only ever added: their order is that of the changes, and times may be equal.
    source
        .database()
        .query(
            "SELECT * FROM " + table + " ORDER BY rowid",
            row -> {
              number[0]++;
              Optional<String> id = row.text("memory_id").filter(text -> !text.isBlank());
              if (id.isEmpty()) {
                sink.skip("row " + number[0], "memory_id is missing");
                return;
              }
              memories.put(id.get(), after(row, Optional.ofNullable(memories.get(id.get()))));
            });
    memories.forEach((id, state) -> memory(id, state, sink));
  }

  private static State after(SqlRow row, Optional<State> before) throws SQLException {
    String event = row.text("event", "action").orElse("");
    boolean deleted = event.equalsIgnoreCase("DELETE") || row.number("is_deleted") != 0;
    Optional<String> text = row.text("new_memory", "new_value");
    Optional<Instant> created = row.time("created_at");
    return new State(
        text.or(() -> before.map(State::text)).orElse(""),
        deleted,
        before.flatMap(State::created).or(() -> created),
        row.time("updated_at").or(() -> before.flatMap(State::updated)),
        row.text("actor_id").or(() -> before.flatMap(State::actor)),
        row.text("role").or(() -> before.flatMap(State::role)));
  }

  private static void memory(String id, State state, Sink sink) {
    if (state.deleted() || state.text().isBlank()) {
      sink.skip("memory " + id, state.deleted() ? "it was deleted" : "it has no text");
      return;
    }
    MetadataReader metadata = new MetadataReader();
    state.created().ifPresent(time -> metadata.put("created_at", time));
    state.updated().ifPresent(time -> metadata.put("updated_at", time));
    state.actor().ifPresent(actor -> metadata.put("actor_id", actor));
    state.role().ifPresent(role -> metadata.put("role", role));
    sink.document("mem0", NewDocument.of(id, state.text()).withMetadata(metadata.metadata()));
  }
}
