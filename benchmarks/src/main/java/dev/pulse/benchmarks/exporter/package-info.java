/** What a scrape of many series costs, beside Micrometer's registry with as many gauges. */
@NullMarked
package dev.pulse.benchmarks.exporter;

import org.jspecify.annotations.NullMarked;
