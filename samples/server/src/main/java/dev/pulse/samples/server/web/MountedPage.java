package dev.pulse.samples.server.web;

/**
 * A page of the dashboard and the place of the extension that it belongs to.
 *
 * @param page the page
 * @param mount where its extension is mounted: empty at the root
 * @param files below which address its files are served, without a slash at the end
 */
public record MountedPage(DashboardPage page, String mount, String files) {}
