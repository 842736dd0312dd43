/**
 * Asks the same targets with blackbox_exporter and with Pulse, side by side: {@link
 * dev.pulse.benchmarks.blackbox.TargetServers} is the targets, {@link
 * dev.pulse.benchmarks.blackbox.Comparison} asks and writes the table.
 */
@NullMarked
package dev.pulse.benchmarks.blackbox;

import org.jspecify.annotations.NullMarked;
