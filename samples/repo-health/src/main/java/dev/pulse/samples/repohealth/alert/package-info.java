/**
 * What becomes of the rules: which alerts are open, and how people hear of them. Enter at {@link
 * dev.pulse.samples.repohealth.alert.RepoHealthAlerts}, which is made before Pulse, and attached to
 * it afterwards.
 */
@NullMarked
package dev.pulse.samples.repohealth.alert;

import org.jspecify.annotations.NullMarked;
