package dev.pulse.samples.server.web;

/**
 * Answers the requests of one route. Called on a thread of the server, by several at once; there
 * are few of them, so a handler that waits long answers with {@link Response#later}.
 */
@FunctionalInterface
public interface Handler {
  /**
   * Answers.
   *
   * @throws HttpError to answer with an error of that status
   * @throws Exception anything else is logged with its cause and answered 500 without it; a {@link
   *     dev.pulse.api.store.StoreException} is answered 503
   */
  Response handle(Request request) throws Exception;
}
