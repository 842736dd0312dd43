/** What a scan of many pods costs, beside the time that the pods themselves take. */
@NullMarked
package dev.pulse.benchmarks.kubernetes;

import org.jspecify.annotations.NullMarked;
