package dev.pulse.samples.server.web;

import java.util.Optional;

/**
 * Something that a caller changed, or wanted to, and how that ended. Texts of the caller are short
 * and on one line.
 *
 * @param by who; empty where the server knows nobody, and for a stranger who guessed wrong
 * @param from the address that the request came from
 * @param method the method of the request
 * @param path its path
 * @param status the status of the answer
 * @param result where the answer says that the result is; empty when it does not
 */
public record Write(
    Optional<Principal> by,
    String from,
    String method,
    String path,
    int status,
    Optional<String> result) {}
