/**
 * The values that everything else in Pulse speaks in: {@link dev.pulse.api.model.Target}, {@link
 * dev.pulse.api.model.Labels}, {@link dev.pulse.api.model.Sample}, {@link
 * dev.pulse.api.model.Status}. All of them are immutable and know no other package of Pulse.
 */
@NullMarked
package dev.pulse.api.model;

import org.jspecify.annotations.NullMarked;
