package dev.cairn.bench.contender;

import dev.cairn.bench.codec.KryoCodec;
import dev.cairn.episodes.Episode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import net.openhft.chronicle.map.ChronicleMap;
import net.openhft.chronicle.map.ExternalMapQueryContext;
import net.openhft.chronicle.map.MapEntry;
import org.jspecify.annotations.Nullable;

/**
 * Lets the benchmark store records in Chronicle Map, in files that several processes map into
 * memory. The map is set up with the number of entries, their size, and puts that do not return the
 * old value. It never syncs: a written row survives its process, but not a failure of the machine.
 * Its keys have no order, so there are no ranges.
 */
final class ChronicleStore implements RowStore {
  /** The expected entries of each kind; a map takes the disk space for them when it is made. */
  private static final long ENTRIES = 100_000;

  /** A map may grow to this many times the size that was expected of it. */
  private static final double MAX_BLOAT = 10;

  private static final int KEY_BYTES = 24;
  private static final int VALUE_BYTES = 180;

  static {
    // It tells its makers that it is used.
    System.setProperty("chronicle.analytics.disable", "true");
  }

  private final Path directory;
  private final List<ChronicleMap<?, ?>> maps = new ArrayList<>();

  /** Opens maps in an existing directory. */
  ChronicleStore(Path directory) {
    this.directory = directory;
  }

  @Override
  public <T> Rows<T> rows(RowKind<T> kind) {
    return new ChronicleRows<>(kind);
  }

  @Override
  public EpisodeRows episodes() {
    return new NoEpisodes();
  }

  /**
   * Refuses every call, since a Chronicle Map has no order by which to find the newest episodes.
   */
  private static final class NoEpisodes implements EpisodeRows {
    @Override
    public void load(List<Episode> episodes) {
      throw unordered();
    }

    @Override
    public List<Episode> newest(String site, int limit) {
      throw unordered();
    }
  }

  private static UnsupportedOperationException unordered() {
    return new UnsupportedOperationException("a Chronicle Map has no order, and so no ranges");
  }

  @Override
  public void close() {
    maps.forEach(ChronicleMap::close);
  }

  private final class ChronicleRows<T> implements Rows<T> {
    private final RowKind<T> kind;
    private final ChronicleMap<String, byte[]> map;

    ChronicleRows(RowKind<T> kind) {
      this.kind = kind;
      try {
        map =
            ChronicleMap.of(String.class, byte[].class)
                .name(kind.name())
                .entries(ENTRIES)
                .maxBloatFactor(MAX_BLOAT)
                .averageKeySize(KEY_BYTES)
                .averageValueSize(VALUE_BYTES)
                .putReturnsNull(true)
                .createPersistedTo(directory.resolve(kind.name() + ".chronicle").toFile());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      maps.add(map);
    }

    @Override
    public @Nullable T get(String key) {
      byte[] found = map.get(key);
      return found == null ? null : kind.codec().decode(found);
    }

    @Override
    public void put(String key, T value) {
      map.put(key, kind.codec().encode(value));
    }

    @Override
    public T update(String key, UnaryOperator<T> change) {
      KryoCodec<T> codec = kind.codec();
      try (ExternalMapQueryContext<String, byte[], ?> query = map.queryContext(key)) {
        query.updateLock().lock();
        MapEntry<String, byte[]> entry = Rows.present(key, query.entry());
        T changed = change.apply(codec.decode(entry.value().get()));
        entry.doReplaceValue(query.wrapValueAsData(codec.encode(changed)));
        return changed;
      }
    }

    @Override
    public List<T> scan(String prefix, int limit) {
      throw unordered();
    }

    @Override
    public void load(List<Map.Entry<String, T>> rows) {
      rows.forEach(row -> put(row.getKey(), row.getValue()));
    }
  }
}
