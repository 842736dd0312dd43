package dev.pulse.samples.server.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A line of the audit log, as it is kept. Public because the JSON library reads it.
 *
 * @param id larger for every later line
 * @param at when
 * @param by who; null where the server knows nobody, and for a stranger who guessed wrong
 * @param role the role of the caller; null likewise
 * @param from the address that the request came from
 * @param method the method of the request
 * @param path its path
 * @param status the status of the answer
 * @param result where the result is; null when the answer does not say
 */
public record AuditEntry(
    long id,
    Instant at,
    @Nullable String by,
    @Nullable String role,
    String from,
    String method,
    String path,
    int status,
    @Nullable String result) {}
