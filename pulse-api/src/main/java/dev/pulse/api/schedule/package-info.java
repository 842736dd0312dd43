/**
 * When things run. Enter at {@link dev.pulse.api.schedule.Schedules} for the common schedules;
 * {@link dev.pulse.api.schedule.Scheduler} is the seam through which time itself is replaced in
 * tests.
 */
@NullMarked
package dev.pulse.api.schedule;

import org.jspecify.annotations.NullMarked;
