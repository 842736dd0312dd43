package dev.pulse.github;

import dev.pulse.github.testing.HttpCacheContract;

/** The cache of our tests keeps the contract, and the contract can be kept. */
class MapCacheTest extends HttpCacheContract {
  @Override
  protected HttpCache create() {
    return new MapCache();
  }
}
