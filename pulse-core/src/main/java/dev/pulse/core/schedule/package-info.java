/**
 * Schedules that need a library. Enter at {@link dev.pulse.core.schedule.Cron}; the others are in
 * {@link dev.pulse.api.schedule.Schedules}.
 */
@NullMarked
package dev.pulse.core.schedule;

import org.jspecify.annotations.NullMarked;
