/**
 * The engine. Enter at {@link dev.pulse.core.Pulse}: register checks, start it, read what it
 * remembers.
 */
@NullMarked
package dev.pulse.core;

import org.jspecify.annotations.NullMarked;
