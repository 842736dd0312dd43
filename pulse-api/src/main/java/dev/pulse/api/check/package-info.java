/**
 * Checks judge. Enter at {@link dev.pulse.api.check.Check}, the one method an author writes; {@link
 * dev.pulse.api.check.CheckResult} is what it answers, {@link dev.pulse.api.check.Registration} how
 * it is run, and {@link dev.pulse.api.check.Outcome} what the engine makes of one run.
 */
@NullMarked
package dev.pulse.api.check;

import org.jspecify.annotations.NullMarked;
