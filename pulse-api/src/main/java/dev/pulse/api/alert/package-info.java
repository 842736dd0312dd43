/**
 * Rules decide when outcomes are worth an incident. Enter at {@link dev.pulse.api.alert.AlertRule}.
 */
@NullMarked
package dev.pulse.api.alert;

import org.jspecify.annotations.NullMarked;
