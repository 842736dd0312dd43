package dev.pulse.samples.repohealth.store;

import dev.pulse.api.store.StoreException;
import dev.pulse.github.HttpCache;
import dev.pulse.github.KeptAnswer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jdbi.v3.core.Handle;

/**
 * Keeps answers in a table, compressed, so that a restart asks only for what has changed. All
 * organisations and all processes with the same database share it: a key names a URL and a token.
 * An answer that nobody has read or written for two weeks is forgotten. Thread-safe.
 */
public final class TableCache implements HttpCache {
  private static final Duration KEPT_UNUSED = Duration.ofDays(14);

  /** More often it is not noted that one is used: a scan would write as much as it reads. */
  private static final Duration NOTED = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;

  TableCache(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Found(KeptAnswer answer, Instant usedAt) {}

  @Override
  public Optional<KeptAnswer> find(String key) {
    var found =
        database.read(
            handle ->
                handle
                    .createQuery("SELECT * FROM rh_http_cache WHERE key = :key")
                    .bind("key", key)
                    .map((row, context) -> row(row))
                    .findOne());
    var now = clock.instant();
    if (found.filter(one -> one.usedAt().plus(NOTED).isBefore(now)).isPresent()) {
      database.write(
          handle ->
              handle
                  .createUpdate("UPDATE rh_http_cache SET used_at = :now WHERE key = :key")
                  .bind("now", now.toEpochMilli())
                  .bind("key", key)
                  .execute());
    }
    return found.map(Found::answer);
  }

  @Override
  public void keep(String key, KeptAnswer answer) {
    var body = compressed(answer.body());
    database.write(
        handle ->
            handle
                .createUpdate(
                    "INSERT INTO rh_http_cache (key, etag, body, link, answered_at, used_at)"
                        + " VALUES (:key, :etag, :body, :link, :at, :now)"
                        + " ON CONFLICT (key) DO UPDATE SET etag = excluded.etag,"
                        + " body = excluded.body, link = excluded.link,"
                        + " answered_at = excluded.answered_at, used_at = excluded.used_at")
                .bind("key", key)
                .bind("etag", answer.etag())
                .bind("body", body)
                .bind("link", answer.link().orElse(null))
                .bind("at", answer.at().toEpochMilli())
                .bind("now", clock.instant().toEpochMilli())
                .execute());
  }

  void prune(Handle handle, Instant now) {
    handle
        .createUpdate("DELETE FROM rh_http_cache WHERE used_at < :before")
        .bind("before", now.minus(KEPT_UNUSED).toEpochMilli())
        .execute();
  }

  private static Found row(ResultSet row) throws SQLException {
    return new Found(
        KeptAnswer.of(
            row.getString("etag"),
            expanded(row.getBytes("body")),
            row.getString("link"),
            Columns.instant(row, "answered_at")),
        Columns.instant(row, "used_at"));
  }

  private static byte[] compressed(byte[] body) {
    var bytes = new ByteArrayOutputStream(body.length / 4 + 64);
    try (var zip = new GZIPOutputStream(bytes)) {
      zip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("memory that cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private static byte[] expanded(byte[] kept) {
    try (var zip = new GZIPInputStream(new ByteArrayInputStream(kept))) {
      return zip.readAllBytes();
    } catch (IOException e) {
      throw new StoreException("a kept answer is damaged", e);
    }
  }
}
