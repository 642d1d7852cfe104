package dev.cairn.survival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.internal.lmdb.StorePages;
import dev.cairn.internal.lmdb.pages.Damage;
import dev.cairn.internal.lmdb.pages.Entry;
import dev.cairn.internal.lmdb.pages.PageCheck;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Checks all pages of a closed store for damage, at the end of a test. */
final class Pages {
  private Pages() {}

  /** Fails unless every page is sound, and in use once, or free. */
  static void assertSound(Path store) {
    List<Damage> damages = new ArrayList<>();
    try (StorePages pages = StorePages.open(store)) {
      PageCheck check =
          new PageCheck(
              pages.file(),
              pages.meta(),
              false,
              new PageCheck.Visitor() {
                @Override
                public void entry(String database, Entry entry) {
                  // only the pages matter
                }

                @Override
                public void damaged(Damage damage) {
                  damages.add(damage);
                }
              });
      check.headers();
      check.databases(StorePages.DATABASES);
      check.freeList();
      check.account(true);
    } catch (IOException e) {
      throw new AssertionError("the pages of " + store, e);
    }
    assertThat(damages).as("damages of %s", store).isEmpty();
  }
}
