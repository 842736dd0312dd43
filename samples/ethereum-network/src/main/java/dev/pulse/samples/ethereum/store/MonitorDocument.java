package dev.pulse.samples.ethereum.store;

import dev.pulse.samples.ethereum.report.Subject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A registration as it is kept. Public because the JSON library asks for it; what it holds was
 * checked before it was written, by this program or by another one.
 *
 * @param network the key of the network
 * @param client the key of the client
 * @param clientType {@code consensus} or {@code execution}
 * @param discordGuildId the guild that wants to know
 * @param discordChannel where it is told
 * @param enabled whether it is watched
 * @param schedule five fields of cron, in UTC
 * @param checkId the id of the last run; null before the first
 * @param createdAt when it was registered
 * @param updatedAt when it was changed last
 */
public record MonitorDocument(
    String network,
    String client,
    String clientType,
    String discordGuildId,
    String discordChannel,
    boolean enabled,
    String schedule,
    @Nullable String checkId,
    Instant createdAt,
    Instant updatedAt) {
  /** Who is told about what. */
  public Subject subject() {
    return new Subject(network, client, discordGuildId, discordChannel);
  }

  /** The same with another schedule. */
  public MonitorDocument withSchedule(String schedule, Instant at) {
    return new MonitorDocument(
        network,
        client,
        clientType,
        discordGuildId,
        discordChannel,
        enabled,
        schedule,
        checkId,
        createdAt,
        at);
  }

  /** The same after a run. */
  public MonitorDocument withCheck(String checkId, Instant at) {
    return new MonitorDocument(
        network,
        client,
        clientType,
        discordGuildId,
        discordChannel,
        enabled,
        schedule,
        checkId,
        createdAt,
        at);
  }
}
