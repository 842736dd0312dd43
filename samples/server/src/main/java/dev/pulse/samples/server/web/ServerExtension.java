package dev.pulse.samples.server.web;

/**
 * A part of the server with routes of its own: a system's REST routes, a page.
 *
 * <pre>{@code
 * ServerExtension notes = routes -> routes
 *     .get("/notes", request -> Response.json(book.all()))
 *     .delete("/notes/{id}", request -> {
 *       if (!book.remove(request.path("id"))) {
 *         throw HttpError.of(404, "Note not found");
 *       }
 *       return Response.empty(204);
 *     });
 * }</pre>
 */
@FunctionalInterface
public interface ServerExtension {
  /**
   * Adds the routes. Called once for each place where it is mounted, before the server listens; an
   * exception stops the start.
   */
  void install(Routes routes);
}
