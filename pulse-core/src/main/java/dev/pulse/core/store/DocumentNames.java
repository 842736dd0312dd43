package dev.pulse.core.store;

import dev.pulse.api.store.Commit;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** What collections and documents may be called; the same in every store. */
final class DocumentNames {
  private static final Pattern COLLECTION = Pattern.compile("[A-Za-z0-9._-]{1,100}");
  private static final int MAX_ID = 200;

  /** By code point, which is the order of the bytes in UTF-8 and so that of the databases. */
  static final Comparator<String> ORDER =
      (left, right) -> Arrays.compare(left.codePoints().toArray(), right.codePoints().toArray());

  private DocumentNames() {}

  static String requireCollection(String name) {
    if (!COLLECTION.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "collection \"" + name + "\" is not allowed: it must match " + COLLECTION);
    }
    return name;
  }

  /** Refuses a commit before anything of it is written. */
  static void requireSound(List<Commit.DocumentChange> changes) {
    for (Commit.DocumentChange change : changes) {
      requireCollection(change.collection());
      requireId(change.id());
    }
  }

  static int requireLimit(int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, but is " + limit);
    }
    return limit;
  }

  static String requireId(String id) {
    if (id.isEmpty() || id.length() > MAX_ID) {
      throw new IllegalArgumentException(
          "the id of a document must have 1 to " + MAX_ID + " characters, but has " + id.length());
    }
    if (id.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "the id of a document must not contain control characters");
    }
    // Half a surrogate pair has no form in UTF-8: two such ids would become one.
    if (id.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF)) {
      throw new IllegalArgumentException(
          "the id of a document must be well-formed, but contains half of a character");
    }
    return id;
  }
}
