/**
 * What users were promised of a target, and how much of what may go wrong is left. Enter at {@link
 * dev.pulse.api.slo.Objective}; an {@link dev.pulse.api.slo.ErrorBudget} is how one stands.
 */
@NullMarked
package dev.pulse.api.slo;

import org.jspecify.annotations.NullMarked;
