/**
 * Reports of service levels: how much of a month a target was up, with the rules by which that was
 * reckoned. Enter at {@link dev.pulse.core.report.SlaReport}.
 */
@NullMarked
package dev.pulse.core.report;

import org.jspecify.annotations.NullMarked;
