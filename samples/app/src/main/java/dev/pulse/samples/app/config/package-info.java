/**
 * The configuration file: YAML with positions, variables, and every problem at once. Enter at
 * {@code Configuration}.
 */
@NullMarked
package dev.pulse.samples.app.config;

import org.jspecify.annotations.NullMarked;
