/**
 * What it costs to keep history: how fast results are stored, how many bytes they take, and how
 * long questions about them last. Start with {@link dev.pulse.benchmarks.journal.JournalBenchmark}.
 */
@NullMarked
package dev.pulse.benchmarks.journal;

import org.jspecify.annotations.NullMarked;
