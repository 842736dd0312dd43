/**
 * For outsiders who want to see every step and can change none: {@link
 * dev.pulse.api.event.PulseListener}.
 */
@NullMarked
package dev.pulse.api.event;

import org.jspecify.annotations.NullMarked;
