/**
 * How a system adds routes to the server, without a type of the web framework: implement {@link
 * dev.pulse.samples.server.web.ServerExtension}, answer {@link
 * dev.pulse.samples.server.web.Request}s with {@link dev.pulse.samples.server.web.Response}s, and
 * throw {@link dev.pulse.samples.server.web.HttpError}. {@link
 * dev.pulse.samples.server.web.WebServer} is what serves them. What an extension {@linkplain
 * dev.pulse.samples.server.web.Routes#describe describes} of its routes is part of the one
 * description of the server.
 */
@NullMarked
package dev.pulse.samples.server.web;

import org.jspecify.annotations.NullMarked;
