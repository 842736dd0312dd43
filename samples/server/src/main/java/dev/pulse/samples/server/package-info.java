/**
 * The web server of the sample systems: REST below {@code /api/v1}, live events, health, metrics
 * and a first page. Enter at {@link dev.pulse.samples.server.PulseServer}.
 */
@NullMarked
package dev.pulse.samples.server;

import org.jspecify.annotations.NullMarked;
