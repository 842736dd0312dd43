/**
 * Finds plug-ins by the type name that a configuration gives them. Enter at {@link
 * dev.pulse.core.plugin.Plugins}.
 */
@NullMarked
package dev.pulse.core.plugin;

import org.jspecify.annotations.NullMarked;
