package dev.pulse.samples.server;

import dev.pulse.samples.server.web.Routes;
import dev.pulse.samples.server.web.ServerExtension;

/** The page at {@code /}: files only; its script reads the REST routes and the live events. */
final class Page implements ServerExtension {
  @Override
  public void install(Routes routes) {
    routes
        .asset("/", Page.class, "index.html")
        .asset("/assets/app.css", Page.class, "app.css")
        .asset("/assets/app.js", Page.class, "app.js")
        .asset("/assets/icon.svg", Page.class, "icon.svg");
  }
}
