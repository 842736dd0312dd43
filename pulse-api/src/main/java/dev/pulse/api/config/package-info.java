/**
 * Options of plug-ins, read strictly. Enter at {@link dev.pulse.api.config.Settings}; a {@link
 * dev.pulse.api.config.Secret} cannot be printed by accident, and a {@link
 * dev.pulse.api.config.ConfigurationException} carries every problem at once.
 */
@NullMarked
package dev.pulse.api.config;

import org.jspecify.annotations.NullMarked;
