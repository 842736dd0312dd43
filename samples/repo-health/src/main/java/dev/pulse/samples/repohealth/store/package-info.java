/**
 * What is remembered of the repositories of one organisation: tables of this system's own beside
 * those of Pulse, in SQLite or PostgreSQL. Enter at {@link
 * dev.pulse.samples.repohealth.store.HealthTables}.
 */
@NullMarked
package dev.pulse.samples.repohealth.store;

import org.jspecify.annotations.NullMarked;
