/**
 * What runs behind {@link dev.pulse.core.Pulse}: slots, runs, deadlines, and the recorder that
 * writes what they bring. Enter at {@link dev.pulse.core.internal.engine.Engine}. Internal:
 * nobody's business outside of pulse-core.
 */
@NullMarked
package dev.pulse.core.internal.engine;

import org.jspecify.annotations.NullMarked;
