/**
 * What Acme, who puts up parcel lockers, teaches Pulse: whether a station has room, how full it is,
 * how well it is altogether, and when a number has not moved for too long. Enter at the providers,
 * which the files in {@code META-INF/services} name.
 */
@NullMarked
package com.acme.pulse;

import org.jspecify.annotations.NullMarked;
