package dev.pulse.samples.ethereum.store;

import dev.pulse.samples.ethereum.report.SubjectReport;
import java.time.Instant;

/**
 * What a run left behind. Public because the JSON library asks for it.
 *
 * @param guildId who may read it
 * @param channelId for whom it was made
 * @param status how the nodes of the client stood, in small letters
 * @param createdAt when it was written
 * @param text the log, line by line
 * @param report what messages are made of; its own log is left out, because the text is the same
 */
public record CheckLog(
    String guildId,
    String channelId,
    String status,
    Instant createdAt,
    String text,
    SubjectReport report) {}
