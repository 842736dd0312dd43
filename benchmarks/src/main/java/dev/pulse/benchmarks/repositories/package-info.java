/**
 * What a scan of many repositories costs, beside the time that its answers themselves take. Enter
 * at {@link dev.pulse.benchmarks.repositories.RepositoryScan}.
 */
@NullMarked
package dev.pulse.benchmarks.repositories;

import org.jspecify.annotations.NullMarked;
