/**
 * The stable surface of Pulse: what plug-in authors and callers compile against.
 *
 * <p>Start in {@link dev.pulse.api.check}: a {@link dev.pulse.api.check.Check} asks one question
 * about one target, a {@link dev.pulse.api.check.Registration} says how often it is asked. This
 * root package holds only the exception that all of Pulse's own exceptions extend.
 */
@NullMarked
package dev.pulse.api;

import org.jspecify.annotations.NullMarked;
