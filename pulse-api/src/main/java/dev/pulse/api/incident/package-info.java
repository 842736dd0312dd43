/**
 * Incidents are what people work on: opened by a rule, kept with a timeline, closed with a reason.
 * Enter at {@link dev.pulse.api.incident.Incident}.
 */
@NullMarked
package dev.pulse.api.incident;

import org.jspecify.annotations.NullMarked;
