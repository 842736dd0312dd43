/** What validators note in SQLite files inside of their pods, as metrics and JSON. */
@NullMarked
package dev.pulse.samples.executions;

import org.jspecify.annotations.NullMarked;
