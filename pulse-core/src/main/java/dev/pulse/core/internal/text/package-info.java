/**
 * Texts that strangers wrote, made fit to be shown. Enter at {@link
 * dev.pulse.core.internal.text.ForeignText} for a line, and at {@link
 * dev.pulse.core.internal.text.CsvWriter} for a table.
 */
@NullMarked
package dev.pulse.core.internal.text;

import org.jspecify.annotations.NullMarked;
