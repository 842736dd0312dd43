/**
 * Where processor time goes: {@link dev.pulse.benchmarks.profile.Profile} watches what another
 * program of this module measures, {@link dev.pulse.benchmarks.profile.Breakdown} makes a table.
 */
@NullMarked
package dev.pulse.benchmarks.profile;

import org.jspecify.annotations.NullMarked;
