/**
 * Who watches which client, and what becomes of what they see: registrations and their schedules,
 * the queue of runs, the state of alerts. Enter at {@link
 * dev.pulse.samples.ethereum.monitor.Monitor}.
 */
@NullMarked
package dev.pulse.samples.ethereum.monitor;

import org.jspecify.annotations.NullMarked;
