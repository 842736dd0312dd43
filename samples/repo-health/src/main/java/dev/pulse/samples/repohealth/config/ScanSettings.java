package dev.pulse.samples.repohealth.config;

import java.time.Duration;

/**
 * What is scanned, how often, and how long it is remembered.
 *
 * @param interval from the beginning of one scan to that of the next
 * @param concurrency how many repositories are looked at together
 * @param archived whether archived repositories are looked at
 * @param forks whether forks are looked at
 * @param hidden whether repositories are looked at that not everybody can see
 * @param missingAsZero whether a factor that nobody knows counts as 0 instead of being left out
 * @param staleAfter after which time nobody should rely on a result any more
 * @param retention how long scans, scores and builds are kept
 */
public record ScanSettings(
    Duration interval,
    int concurrency,
    boolean archived,
    boolean forks,
    boolean hidden,
    boolean missingAsZero,
    Duration staleAfter,
    Duration retention) {}
