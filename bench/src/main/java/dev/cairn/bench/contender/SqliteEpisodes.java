package dev.cairn.bench.contender;

import dev.cairn.bench.codec.KryoCodec;
import dev.cairn.episodes.Episode;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Stores episodes, which are recorded tasks of agents, in an SQLite table with an index by site and
 * time.
 */
final class SqliteEpisodes implements EpisodeRows {
  private static final long NANOS = 1_000_000_000;

  private final SqliteStore store;
  private final PreparedStatement insert;
  private final ThreadLocal<PreparedStatement> newest;

  SqliteEpisodes(SqliteStore store) {
    this.store = store;
    store.define(
        "CREATE TABLE IF NOT EXISTS episodes (id TEXT PRIMARY KEY, site TEXT NOT NULL,"
            + " happened_at INTEGER NOT NULL, record BLOB NOT NULL)");
    store.define("CREATE INDEX IF NOT EXISTS episodes_by_site ON episodes (site, happened_at, id)");
    insert =
        store.statement(
            "INSERT OR REPLACE INTO episodes (id, site, happened_at, record) VALUES (?, ?, ?, ?)");
    newest =
        store.query(
            "SELECT record FROM episodes WHERE site = ?"
                + " ORDER BY happened_at DESC, id DESC LIMIT ?");
  }

  @Override
  public void load(List<Episode> episodes) {
    KryoCodec<Episode> codec = RowKind.EPISODES.codec();
    store.write(
        () -> {
          for (Episode episode : episodes) {
            Instant at = episode.happenedAt();
            insert.setString(1, episode.id());
            insert.setString(2, episode.site().orElseThrow());
            insert.setLong(3, at.getEpochSecond() * NANOS + at.getNano());
            insert.setBytes(4, codec.encode(episode));
            insert.executeUpdate();
          }
          return episodes;
        });
  }

  @Override
  public List<Episode> newest(String site, int limit) {
    KryoCodec<Episode> codec = RowKind.EPISODES.codec();
    return Sql.call(
        () -> {
          PreparedStatement statement = newest.get();
          statement.setString(1, site);
          statement.setInt(2, limit);
          List<Episode> episodes = new ArrayList<>();
          try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
              episodes.add(codec.decode(found.getBytes(1)));
            }
          }
          return episodes;
        });
  }
}
