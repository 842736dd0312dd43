/**
 * What one run found for one who watches: the judgement of a network's evaluation for a client.
 * Enter at {@link dev.pulse.samples.ethereum.report.SubjectReports}; a {@link
 * dev.pulse.samples.ethereum.report.SubjectReport} is kept, and messages are made of it.
 */
@NullMarked
package dev.pulse.samples.ethereum.report;

import org.jspecify.annotations.NullMarked;
