/** Pulse's own numbers as Micrometer meters. Enter at {@link dev.pulse.core.meter.PulseMeters}. */
@NullMarked
package dev.pulse.core.meter;

import org.jspecify.annotations.NullMarked;
