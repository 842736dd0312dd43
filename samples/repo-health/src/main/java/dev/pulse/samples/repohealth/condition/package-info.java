/**
 * What conditions of alerts say. Enter at {@link
 * dev.pulse.samples.repohealth.condition.AlertCondition}.
 */
@NullMarked
package dev.pulse.samples.repohealth.condition;

import org.jspecify.annotations.NullMarked;
