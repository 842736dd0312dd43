/**
 * What can be known of alerting: why people heard of an incident or did not, which messages there
 * are, what a rule would have done. Enter at {@link dev.pulse.core.Alerting}.
 */
@NullMarked
package dev.pulse.core.alerting;

import org.jspecify.annotations.NullMarked;
