/**
 * What Pulse remembers of a job that reports in. Enter at {@link
 * dev.pulse.core.internal.heartbeat.HeartbeatState}.
 */
@NullMarked
package dev.pulse.core.internal.heartbeat;

import org.jspecify.annotations.NullMarked;
