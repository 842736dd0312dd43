/**
 * Providers make plug-ins available by a type name, found by {@link java.util.ServiceLoader} or
 * registered in code. Enter at {@link dev.pulse.api.spi.CheckProvider}.
 */
@NullMarked
package dev.pulse.api.spi;

import org.jspecify.annotations.NullMarked;
