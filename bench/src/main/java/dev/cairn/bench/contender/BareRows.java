package dev.cairn.bench.contender;

import dev.cairn.CairnOptions;
import dev.cairn.bench.codec.KryoCodec;
import dev.cairn.bench.codec.SameBytes;
import dev.cairn.bench.data.CairnStore;
import dev.cairn.bench.data.Note;
import dev.cairn.bench.data.SiteUrls;
import dev.cairn.bench.data.StoreDirectory;
import dev.cairn.sites.Site;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A {@link BareLmdb} in a fresh directory, filled with the notes or sites of a store of Cairn, in
 * the same bytes.
 */
public final class BareRows implements AutoCloseable {
  private final StoreDirectory directory = new StoreDirectory();
  private final BareLmdb lmdb = new BareLmdb(directory.path());

  private BareRows() {}

  /** Returns all notes, in the bytes that Cairn was seen to store. */
  public static BareRows notes() {
    try (CairnStore store = new CairnStore(CairnOptions.defaults()).withNotes()) {
      return new BareRows().filled(store, Note.all(), Note::id, KryoCodec.notes());
    }
  }

  /** Returns all sites after one visit, in the bytes that Cairn was seen to store. */
  public static BareRows sites() {
    try (CairnStore store = new CairnStore(CairnOptions.defaults()).withSites()) {
      List<Site> sites = store.memory().sites().list();
      if (sites.size() != SiteUrls.COUNT) {
        throw new IllegalStateException(sites.size() + " sites");
      }
      return new BareRows().filled(store, sites, Site::name, KryoCodec.sites());
    }
  }

  private <T> BareRows filled(
      CairnStore store, List<T> records, Function<T, String> key, KryoCodec<T> codec) {
    Map<String, byte[]> rows = new LinkedHashMap<>();
    records.forEach(record -> rows.put(key.apply(record), codec.encode(record)));
    SameBytes.check(store.closed(), rows.values());
    lmdb.putAll(rows);
    return this;
  }

  /** Returns the environment. */
  public BareLmdb lmdb() {
    return lmdb;
  }

  @Override
  public void close() {
    lmdb.close();
    directory.close();
  }
}
