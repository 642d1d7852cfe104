package dev.cairn.bench.data;

import dev.cairn.Cairn;
import dev.cairn.CairnOptions;
import dev.cairn.Memory;
import java.nio.file.Path;
import java.time.Duration;

/** A fresh store of Cairn. */
public final class CairnStore implements AutoCloseable {
  /** The duration of each recorded visit. */
  public static final Duration TOOK = Duration.ofMillis(1500);

  private final StoreDirectory directory = new StoreDirectory();
  private final Cairn cairn;

  /** Opens an empty store. */
  public CairnStore(CairnOptions options) {
    cairn = Cairn.open(directory.path(), options);
  }

  /** Returns the memory of the default namespace. */
  public Memory memory() {
    return cairn.memory();
  }

  /** Returns the store. */
  public Cairn cairn() {
    return cairn;
  }

  /** Stores all notes. */
  public CairnStore withNotes() {
    cairn
        .memory()
        .writeAndGet(
            tx -> {
              Note.all().forEach(note -> tx.put(Note.TABLE, note.id(), note));
              return "";
            });
    return this;
  }

  /** Records one visit to each site. */
  public CairnStore withSites() {
    memory().write(memory -> SiteUrls.urls().forEach(url -> memory.sites().recordVisit(url, TOOK)));
    return this;
  }

  /** Closes the store, and returns its directory, which is there until {@link #close()}. */
  public Path closed() {
    cairn.close();
    return directory.path();
  }

  @Override
  public void close() {
    cairn.close();
    directory.close();
  }
}
