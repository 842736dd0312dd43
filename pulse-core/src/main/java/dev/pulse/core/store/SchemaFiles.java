package dev.pulse.core.store;

import dev.pulse.api.store.StoreException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Numbered SQL files, which are applied once each and only forward. Immutable.
 *
 * @param folder where they are, beside this class
 * @param names in order; the first is version 1
 */
record SchemaFiles(String folder, List<String> names) {
  /** The version that the last file leads to. */
  int newest() {
    return names.size();
  }

  /**
   * Refuses a version that these files do not lead to.
   *
   * @param where whose version it is, for the message
   */
  void requireKnown(long version, String where) {
    if (version > newest()) {
      throw new StoreException(
          where
              + " has store version "
              + version
              + ", but this Pulse knows versions up to "
              + newest()
              + ": use the newer Pulse that wrote it, or another place",
          null);
    }
  }

  /** The statements that lead to a version from the one before. */
  String sql(int version) {
    var resource = folder + "/" + names.get(version - 1);
    try (var in = SchemaFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new StoreException("the resource " + resource + " of pulse-core is missing", null);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new StoreException("cannot read the resource " + resource + " of pulse-core", e);
    }
  }
}
