package dev.pulse.core.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The small numbers that stand for the names of registrations and for texts that many results
 * share. Belongs to the session that writes, and forgets what it knows when a transaction is rolled
 * back.
 */
final class Ids {
  /** How far {@code term.used} may lag behind, so that it is not written with every result. */
  static final long USED_LAG_MILLIS = 86_400_000;

  private static final int MOST_REGISTRATIONS = 50_000;
  private static final int MOST_TERMS = 2_000;
  private static final int LONGEST_TERM = 8_192;

  private final Session session;
  private final Map<String, Long> registrations = bounded(MOST_REGISTRATIONS);
  private final Map<String, Term> terms = bounded(MOST_TERMS);
  private final ShapeTexts shapes = new ShapeTexts();
  private final DetailTexts details = new DetailTexts();

  private record Term(long id, long used) {}

  Ids(Session session) {
    this.session = session;
  }

  /** The id of a registration; a new one when it has none yet. */
  long registration(String name) throws SQLException {
    Long known = registrations.get(name);
    if (known != null) {
      return known;
    }
    session.update("INSERT INTO registration (name) VALUES (?) ON CONFLICT DO NOTHING", name);
    long id =
        session
            .first("SELECT id FROM registration WHERE name = ?", row -> row.getLong(1), name)
            .orElseThrow();
    registrations.put(name, id);
    return id;
  }

  /**
   * The id of a text; a new one when it has none yet.
   *
   * @param started when the result began that uses it, in milliseconds
   */
  long term(String text, long started) throws SQLException {
    var known = terms.get(text);
    var term = known == null ? load(text, started) : known;
    boolean lags = started > laterBy(term.used, USED_LAG_MILLIS);
    if (lags) {
      session.update("UPDATE term SET used = ? WHERE id = ?", started, term.id);
      term = new Term(term.id, started);
    }
    if ((lags || known == null) && text.length() <= LONGEST_TERM) {
      terms.put(text, term);
    }
    return term.id;
  }

  private Term load(String text, long started) throws SQLException {
    byte[] digest = sha256(text);
    session.update(
        "INSERT INTO term (digest, text, used) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
        digest,
        text,
        started);
    return session
        .first(
            "SELECT id, used FROM term WHERE digest = ?",
            row -> new Term(row.getLong(1), row.getLong(2)),
            digest)
        .orElseThrow();
  }

  /** The shapes that results had of late. */
  ShapeTexts shapes() {
    return shapes;
  }

  /** The details that results had of late. */
  DetailTexts details() {
    return details;
  }

  /** Removes the texts that no result can use whose start is not before a time. */
  void removeTermsUsedBefore(long millis) throws SQLException {
    terms.clear();
    session.update("DELETE FROM term WHERE used < ?", laterBy(millis, -USED_LAG_MILLIS));
  }

  /** Removes the name of a registration that nothing refers to any more. */
  void removeRegistration(String name) throws SQLException {
    registrations.remove(name);
    session.update("DELETE FROM registration WHERE name = ?", name);
  }

  void clear() {
    registrations.clear();
    terms.clear();
  }

  private static long laterBy(long millis, long more) {
    try {
      return Math.addExact(millis, more);
    } catch (ArithmeticException e) {
      return more > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** A map that drops what was not asked for the longest. */
  static <V> Map<String, V> bounded(int most) {
    return new LinkedHashMap<>(16, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > most;
      }
    };
  }
}
