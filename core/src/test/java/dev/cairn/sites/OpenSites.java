package dev.cairn.sites;

import dev.cairn.testing.NewStore;
import org.junit.jupiter.api.BeforeEach;

/** Gives each test of sites the sites of a new store. */
abstract class OpenSites extends NewStore {
  Sites sites;

  @BeforeEach
  final void openSites() {
    sites = cairn.memory().sites();
  }
}
