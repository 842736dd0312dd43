/**
 * The numbers of the system for Prometheus. Enter at {@link
 * dev.pulse.samples.ethereum.metrics.EthereumMetrics}.
 */
@NullMarked
package dev.pulse.samples.ethereum.metrics;

import org.jspecify.annotations.NullMarked;
