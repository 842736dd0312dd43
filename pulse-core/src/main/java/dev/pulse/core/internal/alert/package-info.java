/**
 * What stands behind the rules of a registration: counters, detectors, and the incidents they open
 * and close. Enter at {@link dev.pulse.core.internal.alert.RuleBook}; the engine is its only user.
 */
@NullMarked
package dev.pulse.core.internal.alert;

import org.jspecify.annotations.NullMarked;
