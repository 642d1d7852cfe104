package dev.cairn.sites;

import dev.cairn.testing.NewStore;
import org.junit.jupiter.api.BeforeEach;

/** The base class of tests of sites, which opens a new store for each test. */
abstract class OpenSites extends NewStore {
  Sites sites;

  @BeforeEach
  final void openSites() {
    sites = cairn.memory().sites();
  }
}
