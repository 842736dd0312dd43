package dev.pulse.samples.repohealth.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Which channels had their digest on which day. Thread-safe. */
public final class DigestTable {
  private final Database database;
  private final AlertTable alerts;
  private final String org;

  DigestTable(Database database, AlertTable alerts, String org) {
    this.database = database;
    this.alerts = alerts;
    this.org = org;
  }

  /**
   * Takes the digest of a channel and a day for oneself. To be called before it is sent, also when
   * there is nothing to send: of several that call it one is told yes. What has opened by then is
   * in it, and what opens later in the next.
   *
   * @param day in UTC
   */
  public boolean claim(String channel, LocalDate day, Instant now) {
    return alerts.write(
        handle ->
            handle
                    .createUpdate(
                        "INSERT INTO rh_digests (org, channel, day, claimed_at, until_opening)"
                            + " VALUES (:org, :channel, :day, :now, :until)"
                            + " ON CONFLICT (org, channel, day) DO NOTHING")
                    .bind("org", org)
                    .bind("channel", channel)
                    .bind("day", day.toString())
                    .bind("now", now.toEpochMilli())
                    .bind("until", alerts.lastOpening(handle))
                    .execute()
                == 1);
  }

  /** Whether a channel had its digest on a day. */
  public boolean isClaimed(String channel, LocalDate day) {
    return database.read(
        handle ->
            handle
                    .createQuery(
                        "SELECT count(*) AS digests FROM rh_digests WHERE org = :org"
                            + " AND channel = :channel AND day = :day")
                    .bind("org", org)
                    .bind("channel", channel)
                    .bind("day", day.toString())
                    .map((row, context) -> row.getInt("digests"))
                    .one()
                > 0);
  }

  /**
   * The last openings of alerts that are in the last digests of a channel, the newest first.
   *
   * @param most how many at most
   */
  public List<Long> newest(String channel, int most) {
    return database.read(
        handle ->
            handle
                .createQuery(
                    "SELECT until_opening FROM rh_digests WHERE org = :org AND channel = :channel"
                        + " ORDER BY claimed_at DESC LIMIT :most")
                .bind("org", org)
                .bind("channel", channel)
                .bind("most", most)
                .mapTo(Long.class)
                .list());
  }

  void prune(Handle handle, Instant before) {
    handle
        .createUpdate("DELETE FROM rh_digests WHERE org = :org AND claimed_at < :before")
        .bind("org", org)
        .bind("before", before.toEpochMilli())
        .execute();
  }
}
