/**
 * The configuration file: YAML with positions, variables, and every problem at once. Enter at
 * {@link dev.pulse.samples.app.config.Configuration}.
 */
@NullMarked
package dev.pulse.samples.app.config;

import org.jspecify.annotations.NullMarked;
