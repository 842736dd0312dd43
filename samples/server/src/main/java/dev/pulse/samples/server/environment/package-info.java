/**
 * Environment variables as the systems read them: strictly, all problems at once, and without ever
 * repeating a value. Enter at {@link dev.pulse.samples.server.environment.Environment}.
 */
@NullMarked
package dev.pulse.samples.server.environment;

import org.jspecify.annotations.NullMarked;
