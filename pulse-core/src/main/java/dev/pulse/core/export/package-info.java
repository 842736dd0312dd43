/**
 * History for other programs: spreadsheets, notebooks, archives. Enter at {@link
 * dev.pulse.core.export.HistoryExport}.
 */
@NullMarked
package dev.pulse.core.export;

import org.jspecify.annotations.NullMarked;
