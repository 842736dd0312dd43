/**
 * Measures whether targets that hang delay the checks of those that do not: {@link
 * dev.pulse.benchmarks.hung.HungTargets} is the side of Pulse, {@link
 * dev.pulse.benchmarks.hung.TargetFarm} the targets, in a process of its own.
 */
@NullMarked
package dev.pulse.benchmarks.hung;

import org.jspecify.annotations.NullMarked;
