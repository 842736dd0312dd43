/**
 * Texts that strangers wrote, made fit to be shown. Enter at {@link
 * dev.pulse.core.internal.text.ForeignText} for a line, and at {@link
 * dev.pulse.core.internal.text.CsvWriter} for a table; {@link
 * dev.pulse.core.internal.text.LinearPattern} is for expressions that strangers wrote.
 */
@NullMarked
package dev.pulse.core.internal.text;

import org.jspecify.annotations.NullMarked;
