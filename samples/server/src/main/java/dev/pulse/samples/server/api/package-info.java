/**
 * The REST routes below {@code /api/v1} and the live events. Enter at {@link
 * dev.pulse.samples.server.api.Api}; {@code openapi.json} beside it describes them; the server adds
 * to it what extensions say of theirs.
 */
@NullMarked
package dev.pulse.samples.server.api;

import org.jspecify.annotations.NullMarked;
